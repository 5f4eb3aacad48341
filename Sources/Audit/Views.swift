// SPDX-License-Identifier: MIT

/// The database as other programs read it; these names and columns stay (design.md 6.6).
///
/// No JSON functions: SQLite 3.40 calls them unsafe in a view of a schema that is not trusted, and
/// our connections trust none.
enum Views {
    static var all: [String] { [runs, items, labels, exchanges, acts] }

    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%fZ', \(column) / 1000.0, 'unixepoch')"
    }

    private static func lastAct(_ columns: String, _ acts: String, as name: String) -> String {
        """
        LEFT JOIN act \(name) ON \(name).seq =
            (SELECT max(seq) FROM act WHERE act.run = run.run AND act.act IN (\(acts)))
        """
    }

    private static var runs: String {
        """
        CREATE VIEW runs AS
        SELECT run.run,
            CASE
                WHEN abandoned.seq IS NOT NULL THEN 'abandoned'
                WHEN run.blocked_by <> '[]' AND approval.seq IS NULL THEN 'blocked'
                WHEN begun.seq IS NULL AND run.planned = 0 THEN 'finished'
                WHEN begun.seq IS NULL THEN 'planned'
                WHEN ended.seq IS NULL OR ended.seq < begun.seq THEN 'applying'
                ELSE ended.outcome
            END AS status,
            \(time("run.created_at")) AS created_at, run.actor, run.host, run.version,
            run.exports, run.export_sha256, run.rows, run.as_of, run.planned, run.held,
            run.excluded, run.settled, run.duplicate, run.unreadable, run.job_sha256,
            run.rules_sha256, approval.actor AS approved_by, run.ticket,
            \(time("first_begun.at")) AS started_at,
            CASE WHEN ended.seq > begun.seq THEN \(time("ended.at")) END AS finished_at,
            CASE WHEN ended.seq > begun.seq THEN ended.code END AS exit
        FROM run
        LEFT JOIN act first_begun ON first_begun.seq =
            (SELECT min(seq) FROM act WHERE act.run = run.run AND act.act = 'apply')
        \(lastAct("", "'apply'", as: "begun"))
        \(lastAct("", "'apply_ended'", as: "ended"))
        \(lastAct("", "'approve'", as: "approval"))
        LEFT JOIN act abandoned ON abandoned.seq =
            (SELECT max(seq) FROM act
             WHERE act.run = run.run AND act.act = 'abandon' AND act.outcome = 'whole')
        """
    }

    private static let items = """
        CREATE VIEW items AS
        SELECT item.run, export.path AS source,
            item.line, item.account, item.provider, item.shipment_id, item.reference,
            item.tracking_number, coalesce(now.state, item.state) AS state,
            coalesce(now.reason, item.reason) AS reason, coalesce(now.code, '') AS provider_code,
            coalesce(now.attempts, 0) AS attempts, item.cost, item.currency,
            \(time(requestedAt)) AS requested_at, \(time("now.settled_at")) AS settled_at,
            \(time("now.confirmed_at")) AS confirmed_at,
            found.outcome AS resolution, found.actor AS resolved_by,
            \(time("found.at")) AS resolved_at, CAST(item.raw AS TEXT) AS raw
        FROM item
        JOIN run ON run.run = item.run
        LEFT JOIN export ON export.run = item.run AND export.no = item.source
        LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
        LEFT JOIN act found ON found.seq =
            (SELECT max(seq) FROM act
             WHERE act.run = item.run AND act.no = item.no AND act.act = 'resolve')
        """

    /// When the newest request that changes something left.
    private static let requestedAt = """
        (SELECT \(SentTime.sql) FROM request LEFT JOIN answer ON answer.request = request.seq
         WHERE request.run = now.run AND request.no = now.no
            AND request.purpose IN ('cancel', 'void') AND \(SentTime.mayHaveLeft)
         ORDER BY request.seq DESC LIMIT 1)
        """

    private static let labels = """
        CREATE VIEW labels AS
        SELECT label.run, item.account, item.shipment_id, label.label_id,
            label.tracking_number, label.cost, label.insurance, label.currency,
            void.state AS void_state, void.code AS void_code,
            \(time("void.voided_at")) AS voided_at, money.expected, money.credited,
            money.credited_on || 'T00:00:00.000Z' AS credited_at, money.invoice
        FROM label JOIN item ON item.run = label.run AND item.no = label.no
        LEFT JOIN label_state void
            ON void.run = label.run AND void.no = label.no AND void.label_id = label.label_id
        LEFT JOIN label_money money
            ON money.run = label.run AND money.item = label.no
            AND money.label_id = label.label_id
            AND money.act = (SELECT max(act) FROM label_money newest
                WHERE newest.run = label.run AND newest.item = label.no
                AND newest.label_id = label.label_id)
        """

    private static let exchanges = """
        CREATE VIEW exchanges AS
        SELECT request.seq AS id, request.run, item.line, request.account, item.shipment_id,
            request.purpose, request.attempt, request.method, request.url,
            request.headers AS request_headers, CAST(request.body AS TEXT) AS request_body,
            \(time(SentTime.sql)) AS sent_at, answer.status,
            answer.headers AS response_headers, CAST(answer.body AS TEXT) AS response_body,
            \(time("answer.received_at")) AS received_at,
            answer.duration_us / 1000.0 AS duration_ms, answer.error
        FROM request
        LEFT JOIN answer ON answer.request = request.seq
        LEFT JOIN item ON item.run = request.run AND item.no = request.no
        """

    private static let acts = """
        CREATE VIEW acts AS
        SELECT seq AS id, run, \(time("at")) AS at, actor, act, reason, ticket, detail FROM act
        """
}
