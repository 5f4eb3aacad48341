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
printf 'shipment_id,status,created_at\nse-1,pending,03/04/2026\n' >dates.csv
printf 'Shipment ID,shipment_id,status\nse-1,se-1,pending\n' >twoids.csv
printf '\377\376a\000b' >utf16.csv; printf 'shipment_id,status\nse-1,pending\n' | gzip | head -c 30 >cut.csv.gz
printf 'PK\003\004 this is a workbook' >book.csv; printf 'shipment_id\nse-1\n' >nostatus.csv
printf 'no,reason\nx,y\n' >noid.holds; printf 'id,until\nse-1,soon\n' >date.holds; printf 'id\n"se-1' >cut.holds
cat >untie <<'END'
# Takes the triggers off the record, as somebody who alters it would.
sqlite3 audit.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'" | sqlite3 audit.db
END
rescind plan export.csv >/dev/null 2>&1 || true
