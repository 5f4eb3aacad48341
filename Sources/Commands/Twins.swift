// SPDX-License-Identifier: MIT

import CommandLine
import Credentials
import Job
import Model
import SQLite

/// Accounts that are one account at the provider, whatever they and their references are called.
///
/// Under two names a shipment would be sent twice, and at twice the pace.
enum Twins {
    /// The first account of a job that is another one of it too; only secrets that can be read tell.
    static func problem(
        _ accounts: [Account], _ fingerprints: (Account) -> [String: String]
    ) -> Problem? {
        var names: [Identity: String] = [:]
        for account in accounts {
            guard let identity = Identity(account, fingerprints(account)) else { continue }
            if let other = names[identity] { return problem(account, other) }
            names[identity] = account.name
        }
        return nil
    }

    private static func problem(_ account: Account, _ other: String) -> Problem {
        Problem(
            .jobInvalid,
            "\(account.name) is the account \(other) under another name: provider and address are"
                + " the same, and so are the secrets behind their references",
            at: account.place, next: "keep one of them, and tell its shipments apart in the rules")
    }

    private struct Identity: Hashable {
        let realm: [UInt8]
        let secrets: [String: String]

        init?(_ account: Account, _ secrets: [String: String]) {
            let wanted = account.credentials.count { $0.isSecret }
            guard wanted > 0, secrets.count == wanted else { return nil }
            (realm, self.secrets) = (account.realm, secrets)
        }
    }
}

// MARK: Renamed
extension Twins {
    /// What a plan sends again that an earlier run has under another name of the same account.
    static func warnings(of run: Int64, _ connection: Connection) throws -> [String] {
        try connection.all(
            """
            SELECT DISTINCT mine.key, theirs.key
            FROM run AS new, json_each(new.plan, '$.accounts') AS mine,
                run AS old, json_each(old.plan, '$.accounts') AS theirs
            WHERE new.run = ?1 AND old.run < ?1 AND mine.key <> theirs.key
                AND mine.value ->> 'provider' = theirs.value ->> 'provider'
                AND mine.value -> 'credentials' = theirs.value -> 'credentials'
                AND mine.value -> 'credentials' <> '{}'
            """, run
        ) { ($0.text(0), $0.text(1)) }.compactMap { now, before in
            try warning(of: run, now, before, connection)
        }
    }

    private static func warning(
        of run: Int64, _ now: String, _ before: String, _ connection: Connection
    ) throws -> String? {
        let found = try connection.first(
            """
            SELECT count(*), min(earlier.run)
            FROM item JOIN item_state AS earlier
                ON earlier.account = ?3 AND earlier.shipment_id = item.shipment_id
                AND earlier.run < ?1
            WHERE item.run = ?1 AND item.account = ?2 AND item.state = 'planned'
                AND earlier.state IN
                    ('sending', 'in_doubt', 'accepted', 'cancelled', 'already_cancelled')
            """, run, now, before
        ) { ($0.int(0), $0.int(1)) }
        guard let (count, first) = found, count > 0 else { return nil }
        return "\(counted(Int(count), "planned shipment")) of account \(now) were sent before, from"
            + " run \(first) on, as account \(before) with the same credentials:"
            + " give the account its old name back, or they are sent again"
    }
}
