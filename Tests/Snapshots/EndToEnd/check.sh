# Jobs with everything that check can find; check.txt is what it says.
cat >rescind.json5 <<'END'
{ accounts: {
    store: { provider: "shipstation", apiKey: "env:NO_SUCH_KEY", caFile: "gone.pem", exports: "old.csv" },
    depot: { provider: "shipstation", apiKey: "file:key", exports: "in/*.csv" },
    shop: { provider: "sendcloud-returns", publicKey: "env:NO_SUCH_KEY", secretKey: "command:exit 3", auth: "basic" } },
  approval: { by: ["nobody-of-that-name"] }, holdList: "gone.csv", signingKey: "gone.key",
  reports: "/proc/1/reports", ruleTests: "tests.csv" }
END
printf 'shipment_id,status\nse-1,pending\n' >old.csv; touch -d 2020-01-01 old.csv
echo k >key; chmod 644 key
printf 'shipment_id,status,_expect,_as_of\nse-1,pending,held,soon\n' >tests.csv
rescind check || echo "[$?]"
cat >rescind.json5 <<'END'
{ accounts: { depot: { provider: "shipstation", apiKey: "file:key" } },
  rules: { due: { old: "status = 'pending'" } }, ruleTests: "tests.csv" }
END
chmod 600 key
printf 'shipment_id,status,_expect\nse-1,pending,held\n,pending,planned\nse-2,pending,perhaps\n' >tests.csv
rescind check || echo "[$?]"
printf 'shipment_id,status\nse-1,pending\n' >tests.csv
rescind check || echo "[$?]"
cat >rescind.json5 <<'END'
{ accounts: { depot: { provider: "shipstation", apiKey: "file:key" } },
  rules: {
    due: { old: "status = 'pending' AND age_day >= 7" },
    hold: { vip: "odd = 'x' OR tag LIKE '%vip%'" } } }
END
rescind check || echo "[$?]"
