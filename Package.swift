// swift-tools-version: 6.2
import PackageDescription

/// One room of the house and what it uses.
struct Room {
    let name: String
    let uses: [String]
    /// Whether the room has tests of its own; otherwise those that drive the program speak for it.
    var tested = true
}

/// The rooms from top to bottom; each uses only what stands below it.
///
/// `Sources/README.md` says what each is for; the house tests hold this list against the imports.
let rooms: [Room] = [
    Room(
        name: "Commands",
        uses: [
            "CommandLine", "Sandbox", "Reports", "Reconciliation", "Execution", "Planning",
            "Exports", "Credentials", "HTTP", "Job", "Providers", "Audit", "Proof", "Processes",
            "SQLite", "Formats", "Model",
        ], tested: false),
    Room(name: "CommandLine", uses: ["Formats", "Model"]),
    Room(name: "Sandbox", uses: ["Formats", "Model", "CMicrohttpd"]),
    Room(
        name: "Reports",
        uses: [
            "Reconciliation", "Exports", "Providers", "Audit", "Proof", "SQLite", "Formats",
            "Model", "CXlsxwriter",
        ]),
    Room(
        name: "Reconciliation",
        uses: [
            "Planning", "Exports", "Job", "Providers", "Audit", "Proof", "SQLite", "Formats",
            "Model",
        ]),
    Room(
        name: "Execution",
        uses: [
            "Credentials", "HTTP", "Job", "Providers", "Audit", "SQLite", "Formats", "Model",
        ]),
    Room(
        name: "Planning",
        uses: ["Exports", "Job", "Providers", "Audit", "Proof", "SQLite", "Formats", "Model"]),
    Room(
        name: "Exports",
        uses: ["Job", "Providers", "Proof", "SQLite", "Formats", "Model", "CSQLite", "CZlib"]),
    Room(
        name: "Credentials",
        uses: ["HTTP", "Job", "Providers", "Proof", "Processes", "Formats", "Model"]),
    Room(name: "HTTP", uses: ["Model", "CCurl"]),
    Room(name: "Job", uses: ["Providers", "Formats", "Model"]),
    Room(name: "Providers", uses: ["Formats", "Model"]),
    Room(name: "Audit", uses: ["Proof", "Processes", "SQLite", "Formats", "Model"]),
    Room(name: "Proof", uses: ["Model", "CCrypto"]),
    Room(name: "Processes", uses: []),
    Room(name: "SQLite", uses: ["Model", "CSQLite"]),
    Room(name: "Formats", uses: ["Model"]),
    Room(name: "Model", uses: []),
]

/// Debian's C libraries that are there from the start: module, pkg-config name, package.
let linked = [
    ("CSQLite", "sqlite3", "libsqlite3-dev"),
    ("CZlib", "zlib", "zlib1g-dev"),
]

/// Those that are loaded when they are first needed: they are large, and bring forty more.
let loaded = ["CCrypto", "CCurl", "CMicrohttpd", "CXlsxwriter"]

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "rescind",
    targets: linked.map {
        .systemLibrary(name: $0.0, pkgConfig: $0.1, providers: [.apt([$0.2])])
    }
        + [.target(name: "CLoading", cSettings: [.treatAllWarnings(as: .error)])]
        + loaded.map {
            .target(
                name: $0, dependencies: ["CLoading"],
                cSettings: [.treatAllWarnings(as: .error)])
        }
        + rooms.map { room in
            .target(
                name: room.name,
                dependencies: room.uses.map { .byName(name: $0) },
                exclude: ["README.md"],
                swiftSettings: settings)
        }
        + rooms.filter(\.tested).map { room in
            .testTarget(
                name: "\(room.name)Tests",
                dependencies: ([room.name] + room.uses).map { .byName(name: $0) },
                swiftSettings: settings)
        }
        + [
            .executableTarget(
                name: "rescind", dependencies: ["Commands"], exclude: ["README.md"],
                swiftSettings: settings),
            .testTarget(name: "HouseTests", swiftSettings: settings),
            .testTarget(
                name: "EndToEndTests",
                dependencies: [
                    "rescind", "Commands", "CommandLine", "Sandbox", "SQLite", "Formats", "Model",
                ],
                swiftSettings: settings),
        ],
    swiftLanguageModes: [.v6]
)
