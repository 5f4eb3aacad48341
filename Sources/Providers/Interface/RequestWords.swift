// SPDX-License-Identifier: MIT

import Model

// The requests of a provider as they leave, made by the code that makes them.

extension Provider {
    /// A canonical id of the documented form.
    package var exampleID: String { facts.idParts.map(\.example).joined(separator: "/") }

    var requests: ProviderPage.Section {
        .init(
            title: "Requests",
            sentences: [authenticationWords, headerWords].filter { !$0.isEmpty },
            columns: ["For", "After baseURL"],
            rows: examples.map { [$0, shown($1)] } + token)
    }

    /// Endpoint and settings as names, where an account has values.
    private var template: Endpoint {
        Endpoint(
            baseURL: "", businessID: "{businessID}", apiVersion: "{apiVersion}", tenantID: "tenant")
    }

    private var examples: [(String, Request)] {
        let id = exampleID
        var all: [(String, Request?)] = [
            ("cancel", try? cancel(id, at: template)), ("look", try? look(id, at: template)),
        ]
        if let labels {
            all += [
                ("labels", try? labels.labels(of: id, page: 1, at: template)),
                ("void", try? labels.void(labelExample, at: template)),
                ("label look", try? labels.look(label: labelExample, at: template)),
            ]
        }
        all.append(("delete", try? deletion?.delete(id, at: template)))
        if case .pages(let lister) = listing {
            all.append(("list", (try? lister.start(since: nil, at: template))?.first?.request))
        }
        all.append(("check --online", try? probe(at: template)))
        return all.compactMap { name, request in request.map { (name, $0) } }
    }

    private var labelExample: String { "label-example" }

    private var token: [[String]] {
        facts.tokenURL.map { [["token", "POST \($0)"]] } ?? []
    }

    private func shown(_ request: Request) -> String {
        let parts = facts.idParts.map { ($0.example, $0.name) } + [(labelExample, "label_id")]
        let url = parts.reduce(request.url) { url, part in
            url.replacing(part.0.percentEncoded, with: "{\(part.1)}")
        }
        return "\(request.method.rawValue) \(url.foldable)"
    }

    private var headerWords: String {
        let headers = (try? cancel(exampleID, at: template))?.headers ?? []
        let words = headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        return "Every request says \(words); a cancel has no body."
    }

    private var authenticationWords: String {
        let ways: [AuthenticationWay] = name == .sendcloudReturns ? [.basic, .oauth2] : [.basic]
        return ways.compactMap { way in
            var endpoint = template
            endpoint.auth = way
            return (try? authentication(at: endpoint))?.words
        }.joined(separator: " ")
    }
}

extension Authentication {
    fileprivate var words: String {
        switch self {
        case .key(let header, let field): "Authenticated by \(header): {\(field)}."
        case .basic(let user, let password):
            "Authenticated by HTTP Basic with {\(user)} and {\(password)}."
        case .token(let grant):
            "Authenticated by \(grant.header): \(grant.prefix){token}; the token is asked for with"
                + " \(grant.words)."
        }
    }
}

extension TokenGrant {
    fileprivate var words: String {
        let members = form.map { member in
            switch member.value {
            case .text(let text): "\(member.name)=\(text)"
            case .field(let field): "\(member.name)={\(field)}"
            }
        }
        let proof = basic.map { " and HTTP Basic of {\($0.user)} and {\($0.password)}" } ?? ""
        return "the form \(members.joined(separator: ", "))\(proof)"
    }
}

extension String {
    /// A long address with blanks where a narrow screen may break it.
    fileprivate var foldable: String {
        guard count > 60 else { return self }
        return replacing("}/", with: "} /").replacing("?", with: " ?").replacing("&", with: " &")
    }
}
