// SPDX-License-Identifier: MIT

import CCurl
import Model

/// What is known of a transfer that ended without a whole answer.
struct Failure {
    var code: CURLcode
    /// How often libcurl was about to write the request: its PREREQ callback.
    var attempts: Int
    /// A proxy's answer to CONNECT; 0 without one.
    var proxyStatus = 0
    /// Which maximum the answer exceeded, in words.
    var excess: String?
    var message: String
}

extension NoAnswer {
    /// The meaning of a failed transfer.
    ///
    /// `Reach` rests on the PREREQ callback alone. It runs when the connection stands (name, TCP,
    /// TLS, a proxy's CONNECT are behind it) and before the first byte of the request is written:
    /// what never came that far cannot have been seen by the server, all else may have been.
    init(_ failure: Failure) {
        self =
            failure.attempts == 0
            ? NoAnswer(Kind(unsent: failure), .notSent, failure.message)
            : NoAnswer(Kind(sent: failure), .mayHaveArrived, failure.excess ?? failure.message)
    }
}

extension NoAnswer.Kind {
    fileprivate init(unsent failure: Failure) {
        // A proxy that refuses CONNECT shows as a broken connection; its status says more.
        if failure.proxyStatus >= 300 {
            self = .proxy
            return
        }
        self =
            switch failure.code {
            case CURLE_COULDNT_RESOLVE_HOST: .nameNotResolved
            case CURLE_COULDNT_CONNECT: .connectionRefused
            case CURLE_OPERATION_TIMEDOUT: .connectTimeout
            case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: .connectionLost
            case let code where code.speaksOfTLS: .tls
            default: .other
            }
    }

    fileprivate init(sent failure: Failure) {
        if failure.excess != nil {
            self = .bodyTooLarge
            return
        }
        self =
            switch failure.code {
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_ABORTED_BY_CALLBACK where failure.attempts > 1: .resendPrevented
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
                .connectionLost
            // The connection died, and the one libcurl opened to send again failed earlier
            // than the guard: from here it is the first connection that was lost.
            case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
                CURLE_PROXY:
                .connectionLost
            case let code where code.speaksOfTLS: .connectionLost
            default: .other
            }
    }
}

extension CURLcode {
    fileprivate var speaksOfTLS: Bool {
        switch self {
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            true
        default: false
        }
    }
}
