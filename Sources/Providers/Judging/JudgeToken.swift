// SPDX-License-Identifier: MIT

import Formats
package import Model

/// A token lives this long where the answer does not say.
let tokenLifeSecondsDefault = 300.0
let tokenLifeSecondsMax = 86_400.0 * 30
let tokenBytesMax = 16_384

/// What the answer to a token request means; OAuth has one form for all providers (RFC 6749, 5).
package func judgeToken(_ answer: Answer) -> TokenVerdict {
    let body = Evidence.Body(answer.body)
    guard case .json(let json) = body else {
        // A success cut in the middle may hold a token: its bytes belong in no message.
        let isRefusal = answer.status >= 300
        return withoutToken(
            answer, code: nil,
            message: isRefusal ? excerpt(of: answer.body) : "the answer cannot be read")
    }
    if answer.status == 200, let token = json["access_token"]?.string {
        return granted(token, life: json["expires_in"])
    }
    let message = json["error_description"]?.string ?? json["message"]?.string ?? ""
    let error = json["error"]
    return withoutToken(
        answer, code: error?.string ?? error?["code"]?.string ?? json["code"]?.string,
        message: message.oneLine(charactersMax: Judgement.messageCharactersMax))
}

/// `expires_in` is a number at two providers and a string at the third.
private func granted(_ token: String, life: JSON.Value?) -> TokenVerdict {
    // It becomes a header: what could end a header line must not come in through it.
    let isUsable =
        !token.isEmpty && token.utf8.count <= tokenBytesMax
        && token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isUsable else {
        return .temporary(
            code: "token_unusable", message: "the token holds characters no header may have",
            retryAfterSeconds: nil)
    }
    let seconds = life?.text.flatMap { Double(plain: $0.trimmed) } ?? tokenLifeSecondsDefault
    return .granted(
        accessToken: token, expiresInSeconds: min(max(seconds, 0), tokenLifeSecondsMax))
}

private func withoutToken(_ answer: Answer, code: String?, message: String) -> TokenVerdict {
    let word = code?.oneLine(charactersMax: Complaint.codeCharactersMax) ?? ""
    let code = word.isEmpty ? "http_\(answer.status)" : word
    let mayPass =
        ["server_error", "temporarily_unavailable", "slow_down"].contains(word)
        || answer.status == 429 || answer.status == 408 || !(300...499).contains(answer.status)
    return mayPass
        ? .temporary(code: code, message: message, retryAfterSeconds: answer.retryAfterSeconds)
        : .refused(code: code, message: message)
}
