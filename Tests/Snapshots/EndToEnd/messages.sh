# The folder in which every message of messages.txt is said.
set -e
cat >rescind.json5 <<'END'
{ accounts: { store: { provider: "shipstation", apiKey: "env:NO_SUCH_KEY", baseURL: "http://127.0.0.1:9" } },
  rules: { due: { all: "status = 'pending'" } }, limits: { share: "100%" } }
END
printf 'shipment_id,status,created_at\nse-1,pending,2026-11-01\nse-2,pending,2026-11-01\n' >export.csv
printf 'name,status\nx,pending\n' >noid.csv
printf 'shipment_id,status\nse-1,pending\n' >old.csv; touch -d '2020-01-01' old.csv
: >empty.csv; printf '[{"shipment_id": "se-1",]' >broken.json; mkdir -p folder
printf '{ acounts: {} }' >misspelled.json5
printf '{ accounts: { store: { provider: "shipstation", apiKey: "sk_live_1" } } }' >literal.json5
printf '{ accounts: { store: { provider: "shipstation", apiKey: "env:K", baseURL: "http://example.com" } } }' >plain.json5
printf '{ accounts: ' >cut.json5
printf '{ accounts: { store: { provider: "shipstation", apiKey: "env:K" } } }' >norule.json5
printf '{ accounts: { store: { provider: "shipstation", apiKey: "env:K", exports: "in/*.csv" } }, rules: { due: "1" } }' >noexport.json5
printf 'this is no database, and long enough to be looked at as one by anybody who opens it ..........' >text.db
rescind plan export.csv >/dev/null 2>&1 || true
