"""The night of rescind as an Airflow DAG: one task runs it, a second checks that it took place.

Exit codes decide: 0 is done; 7, 8 and 11 are tried again (the run is continued, not planned anew);
every other code fails the task at once, because a person must look first.
"""

import json
import subprocess
from datetime import datetime, timedelta

try:
    from airflow.sdk import dag, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task

from airflow.exceptions import AirflowException, AirflowFailException

JOB = "/etc/rescind/rescind.json5"
AGAIN_LATER = {7, 8, 11}


def rescind(*words):
    """Runs rescind, shows what it says, and turns its exit code into Airflow's terms."""
    ended = subprocess.run(
        ["rescind", *words, "--job", JOB, "--json", "--log", "json"],
        stdout=subprocess.PIPE, text=True, check=False,
    )
    answer = json.loads(ended.stdout)
    summary = "\n".join(answer.get("summary", [ended.stdout]))
    print(summary)
    if ended.returncode in AGAIN_LATER:
        raise AirflowException(summary)
    if ended.returncode:
        raise AirflowFailException(summary)
    return answer.get("run")


@dag(
    dag_id="rescind_night",
    schedule="0 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,  # a night that was missed is not made up for with an old export
    max_active_runs=1,
    default_args={"retries": 6, "retry_delay": timedelta(minutes=10)},
)
def rescind_night():
    @task
    def night():
        return rescind("run", "--yes", "--wait", "30m", "--lock-wait", "10m")

    @task(trigger_rule="all_done", retries=0)
    def took_place():
        rescind("runs", "--expect-by", "06:00")

    night() >> took_place()


rescind_night()
