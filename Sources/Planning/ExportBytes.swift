// SPDX-License-Identifier: MIT

import Job
import Model
import Proof

/// Takes in the bytes of each export as they are on disk: what names them, and what keeps them.
final class ExportBytes {
    private var all = SHA256()
    private var one = SHA256()
    private var draft: KeptExport?
    private var drafts: [KeptExport?] = []
    private var failure: Problem?

    private var isOnly = true

    /// Names all exports of a plan together, one after the other.
    var digest: Digest { isOnly ? one.digest : all.digest }

    /// Begins an export; what it gives takes the bytes, perhaps on another thread.
    func begin(
        keepingIn request: PlanRequest
    ) throws(Problem) -> (UnsafeRawBufferPointer) -> Void {
        one = SHA256()
        draft = try request.job.keepExports.map { folder throws(Problem) in
            try KeptExport(in: folder)
        }
        // A single export has the name of all of them: its bytes are hashed once.
        isOnly = request.exports.count == 1
        return { [self] bytes in
            one.update(bytes)
            if !isOnly { all.update(bytes) }
            do throws(Problem) { try draft?.write(bytes) } catch { failure = error }
        }
    }

    /// Ends an export with its own name; one that is read again must be the same to the byte.
    func end(of export: PlanExport) throws(Problem) -> String {
        if let failure { throw failure }
        drafts.append(draft)
        draft = nil
        let sha256 = one.digest.hex
        guard let earlier = export.earlier, earlier.sha256 != sha256 else { return sha256 }
        throw Problem(
            .exportChanged, "the export is not the one that was planned", at: earlier.location,
            next: "rescind plan EXPORT: what failed is due in a new one too")
    }

    /// Gives what was kept of an export the name of its bytes; nil where nothing is kept.
    func keep(_ place: Int, _ source: PlanSource) throws(Problem) -> String? {
        try drafts[place]?.finish(sha256: source.sha256, suffix: source.path.suffixes)
    }
}

extension String {
    /// What follows the first dot of the file's name: `.csv.gz`.
    fileprivate var suffixes: String {
        let name = split(separator: "/").last ?? ""
        return name.firstIndex(of: ".").map { String(name[$0...]) } ?? ""
    }
}
