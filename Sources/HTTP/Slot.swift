// SPDX-License-Identifier: MIT

import CCurl
import Model

/// One libcurl easy handle and the exchange it carries; used again for request after request.
///
/// Lives on its loop's thread alone, as do its callbacks.
final class Slot {
    let easy: UnsafeMutableRawPointer
    /// What is carried now; nil in an idle slot.
    var submission: Submission?
    /// Where this slot stands among the busy ones.
    var position = 0
    var startedAt = Timestamp(milliseconds: 0)
    var startedMicroseconds: Int64 = 0
    /// What the callbacks saw of the exchange.
    var reading = Reading()

    /// The sockets opened for this exchange, and all that stand.
    var opened: [Int32] = []
    let sockets: OpenSockets

    private var destination: Destination?
    private var block = HeaderBlock()
    /// What stands in the block, where no body does.
    private var filled: (headers: [Header], carriesBody: Bool)?
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private let systemCAFile: String?
    /// What the easy handle was told last; telling it again costs time.
    private var toldOptions: HTTPEngine.Options?
    private var toldPlain: Bool?
    private var toldFresh = false
    private var toldMethod: (method: Request.Method, carriesBody: Bool)?

    /// Nil when libcurl has no memory, or is so old that it lacks an option the promises need.
    init?(sockets: OpenSockets) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.sockets = sockets
        systemCAFile = rescind_easy_string(easy, CURLINFO_CAINFO).map { String(cString: $0) }
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        var settings = Settings(easy)
        setUp(&settings)
        guard settings.failure == CURLE_OK else { return nil }
    }

    deinit {
        curl_easy_cleanup(easy)
        errorText.deallocate()
    }

    /// Prepares the easy handle for a request; throws before anything is done for it.
    func load(_ submission: Submission, at moment: Timestamp) throws(NoAnswer) {
        let request = submission.request
        try fillBlock(with: request)
        let url = try URLParts(request.url)
        let destination = try destination(of: url)
        var settings = Settings(easy)
        tell(&settings, submission.options)
        tell(&settings, method: request.method, carriesBody: request.carriesBody)
        tell(&settings, destination)
        settings.text(CURLOPT_REQUEST_TARGET, url.target)
        tell(&settings, freshConnection: false)
        settings.pointer(CURLOPT_HTTPHEADER, block.list)
        if request.carriesBody {
            settings.pointer(CURLOPT_POSTFIELDS, block.body)
            settings.off(CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
        }
        guard settings.failure == CURLE_OK else {
            (toldOptions, toldPlain, toldMethod) = (nil, nil, nil)
            throw .refused(String(cString: curl_easy_strerror(settings.failure)))
        }
        self.destination = destination
        errorText[0] = 0
        reading = Reading(limits: submission.options, isPlain: destination.isPlain)
        opened.removeAll(keepingCapacity: true)
        startedAt = moment
        startedMicroseconds = monotonicMicroseconds()
        self.submission = submission
    }

    /// Most requests of a lane lead where the last one did.
    private func destination(of url: URLParts) throws(NoAnswer) -> Destination {
        if let destination, destination.isOrigin(of: url) { return destination }
        return try Destination(url)
    }

    /// Checks and lays out the headers and the body, unless they are those of the last request:
    /// most requests of a lane differ in their URL alone.
    private func fillBlock(with request: Request) throws(NoAnswer) {
        let wanted = (headers: request.headers, carriesBody: request.carriesBody)
        if request.body.isEmpty, let filled, filled == wanted { return }
        filled = nil
        if let complaint = request.complaintAboutHeaders { throw .refused(complaint) }
        block.fill(with: request)
        if request.body.isEmpty { filled = wanted }
    }

    /// Prepares the same request for a second start, on a connection of its own.
    func reloadForFreshConnection() {
        guard let submission else { return }
        reading = Reading(limits: submission.options, isPlain: reading.isPlain)
        var settings = Settings(easy)
        tell(&settings, freshConnection: true)
    }

    /// Gives the submission back and empties the slot; nil when it was given back before.
    func unload() -> Submission? {
        defer { submission = nil }
        // What is left of a broken answer would stay in memory until the slot is used again.
        _ = reading.takeBody()
        return submission
    }

    /// What libcurl says about the failure `code`.
    func message(for code: CURLcode) -> String {
        errorText[0] == 0
            ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    }
}

// MARK: Telling libcurl

extension Slot {
    /// What holds for every request.
    private func setUp(_ settings: inout Settings) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        settings.pointer(CURLOPT_PRIVATE, me)
        settings.pointer(CURLOPT_ERRORBUFFER, errorText)
        settings.callbacks(me, sockets: Unmanaged.passUnretained(sockets).toOpaque())
        // A signal handler in a thread's library would be everybody's.
        settings.long(CURLOPT_NOSIGNAL, 1)
        // A name server that hangs may not stop the whole engine when one request gives up.
        settings.long(CURLOPT_QUICK_EXIT, 1)
        // The proof against silent re-sending was made on HTTP/1.1.
        settings.long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        settings.long(CURLOPT_FOLLOWLOCATION, 0)
        settings.long(CURLOPT_SSL_VERIFYPEER, 1)
        settings.long(CURLOPT_SSL_VERIFYHOST, 2)
        settings.long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        settings.long(CURLOPT_MAXAGE_CONN, Limits.idleConnectionSecondsMax)
        settings.long(CURLOPT_MAXLIFETIME_CONN, Limits.connectionSecondsMax)
        // An Authorization header is the provider's business, not the proxy's.
        settings.long(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
        settings.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func tell(_ settings: inout Settings, _ options: HTTPEngine.Options) {
        if toldOptions == options { return }
        toldOptions = options
        settings.long(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeoutMilliseconds.asTimeout)
        settings.long(CURLOPT_TIMEOUT_MS, options.timeoutMilliseconds.asTimeout)
        // libcurl caches the parsed certificates of a file, not those of a directory, and the
        // system's file holds the same ones: 140 certificates would be read for each connection.
        let file = options.caFile ?? systemCAFile
        settings.text(CURLOPT_CAINFO, file)
        if file != nil { settings.text(CURLOPT_CAPATH, nil) }
    }

    private func tell(_ settings: inout Settings, method: Request.Method, carriesBody: Bool) {
        if let told = toldMethod, told == (method, carriesBody) { return }
        toldMethod = (method, carriesBody)
        settings.long(carriesBody ? CURLOPT_POST : CURLOPT_HTTPGET, 1)
        settings.text(CURLOPT_CUSTOMREQUEST, method.rawValue)
    }

    private func tell(_ settings: inout Settings, _ destination: Destination) {
        settings.pointer(CURLOPT_CURLU, UnsafeRawPointer(destination.parsed))
        if toldPlain == destination.isPlain { return }
        toldPlain = destination.isPlain
        settings.text(CURLOPT_PROTOCOLS_STR, destination.isPlain ? "http" : "https")
        // What goes to this machine in the clear must not be handed to a proxy elsewhere;
        // null reads the proxies from the environment.
        settings.text(CURLOPT_PROXY, destination.isPlain ? "" : nil)
    }

    private func tell(_ settings: inout Settings, freshConnection: Bool) {
        if toldFresh == freshConnection { return }
        toldFresh = freshConnection
        settings.long(CURLOPT_FRESH_CONNECT, freshConnection ? 1 : 0)
    }
}
