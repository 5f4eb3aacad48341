// SPDX-License-Identifier: MIT

/// A job that uses every part of the language.
let exampleJob = #"""
    {
      audit: "audit.db", reports: "reports", keepExports: "exports.kept",
      timeZone: "UTC", dateOrder: null,
      maxExportAge: "26h",
      defaults: { shipstation: { apiKey: "file:/run/secrets/ss/{account}", exports: "in/{account}/pending-*.csv" } },
      accounts: {
        "us-store":   { provider: "shipstation", apiKey: "env:SHIPSTATION_API_KEY", voidLabels: false },
        "ca-store":   { provider: "shipstation", perMinute: 100, burst: 5, limits: { items: 50 } },
        "amazon-us":  { provider: "amazon-shipping", clientID: "amzn1.application", clientSecret: "env:LWA_SECRET", refreshToken: "file:/run/secrets/lwa", businessID: "AmazonShipping_US" },
        "eu-returns": { provider: "sendcloud-returns", publicKey: "env:SC_PUBLIC", secretKey: "env:SC_SECRET", auth: "oauth2" },
        "wms":        { provider: "sorted-pro", apiKey: "command:pass show sorted", apiVersion: "2", deleteAfterCancel: false },
        "drivers":    { provider: "microsoft-hardware", tenantID: "tenant", clientID: "client", clientSecret: "credential:ms" },
      },
      account: "us-store",                       // for exports that have no account column
      columns: { id: "Shipment ID", cost: "Label Cost" },
      rules: {
        scope: "status IN ('pending', 'on_hold')",
        due:  { "stale a week": "status = 'pending' AND age_days >= 7" },
        hold: { "VIP customer": "tags LIKE '%vip%'", "label not voided": "label_id <> '' AND label_status <> 'voided'" },
      },
      holdList: "holds.csv",
      order: "ship_date",
      limits: { items: 1000, share: "50%", value: { USD: "50000" }, failures: "5%", until: "06:00" },
      expect: { rows: ">=100", due: ">=1" },
      approval: { by: ["opslead", "finance"], above: { items: 500, value: { USD: "10000" } } },
      accept: { refused: "1%", not_found: "1%" },
      anchor: "command", notify: "command", redact: ["ship_to.*"], requireTicket: false, signingKey: null,
      ruleTests: "rules-test.csv",
    }
    """#
