// swift-tools-version: 6.2

import PackageDescription

// What the vectors of AVX-512 need to be handed over in registers; functions that use them are called
// only where the processor has them.
#if arch(x86_64)
let vectorSettings: [CSetting] = [.unsafeFlags(["-mavx512f"])]
#else
let vectorSettings: [CSetting] = []
#endif

let package = Package(
  name: "tandem",
  targets: [
    // MARK: - System: module maps over C libraries, and what Swift cannot say
    .systemLibrary(name: "CEditLine", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
    .target(name: "CVectorMath", cSettings: vectorSettings),

    // MARK: - Ground: no knowledge of learning or of the language
    .target(name: "Diagnostics"),
    .target(name: "Files", dependencies: ["Diagnostics"]),
    .target(
      name: "Tensors", dependencies: ["CVectorMath"], linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Charts", dependencies: ["CUTF8Proc"],
      // The archive, so that the start of the program does not look for a shared library.
      linkerSettings: [.linkedLibrary(":libutf8proc.a")]),

    // MARK: - Core: what methods and the language are built from
    .target(name: "Autodiff", dependencies: ["Tensors"]),
    .target(name: "Optimization", dependencies: ["Tensors"]),
    .target(name: "Syntax", dependencies: ["Diagnostics"]),
    .target(name: "Datasets", dependencies: ["Files", "Tensors", "Diagnostics"]),
    .target(name: "Stepping", dependencies: ["Charts", "Tensors", "Diagnostics"]),

    // MARK: - Methods: what Tandem teaches
    .target(
      name: "Learners",
      dependencies: ["Datasets", "Optimization", "Stepping", "Tensors", "Diagnostics", "Charts"]),
    .target(
      name: "MultiLabel",
      dependencies: [
        "Learners", "Datasets", "Optimization", "Stepping", "Tensors", "Diagnostics", "Charts",
      ]),
    .target(
      name: "MultiTask",
      dependencies: ["Learners", "Datasets", "Stepping", "Tensors", "Diagnostics", "Charts"]),
    .target(
      name: "Networks",
      dependencies: [
        "Autodiff", "Learners", "Datasets", "Files", "Stepping", "Tensors", "Diagnostics", "Charts",
      ]),

    // MARK: - Language
    .target(
      name: "Runtime", dependencies: ["Syntax", "Files", "Autodiff", "Tensors", "Diagnostics"]),
    .target(
      name: "StandardLibrary",
      dependencies: [
        "Runtime", "Syntax", "MultiLabel", "MultiTask", "Networks", "Learners", "Optimization",
        "Datasets", "Files", "Stepping", "Charts", "Autodiff", "Tensors", "Diagnostics",
      ]),

    // MARK: - Product
    .target(
      name: "Notebook",
      dependencies: ["Runtime", "Syntax", "Charts", "Tensors", "Files", "Diagnostics"]),
    .target(
      name: "Shell",
      dependencies: [
        "Notebook", "StandardLibrary", "CEditLine", "Runtime", "Syntax", "Stepping", "Charts",
        "Files", "Tensors", "Diagnostics",
      ]),
    .executableTarget(
      name: "tandem", dependencies: ["Shell"],
      // At a fixed address nothing has to be relocated before the prompt.
      linkerSettings: [.unsafeFlags(["-static-stdlib", "-Xclang-linker", "-no-pie"])]),

    // MARK: - Measure: the same workloads as the peers' programs
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "tandem", "StandardLibrary", "Runtime", "Networks", "Datasets", "Files", "Tensors",
        "Diagnostics",
      ],
      linkerSettings: [.unsafeFlags(["-static-stdlib"])]),

    // MARK: - Tests
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "Diagnostics"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
    .testTarget(
      name: "AutodiffTests",
      dependencies: [
        "Autodiff", "StandardLibrary", "Runtime", "Syntax", "Tensors", "Diagnostics",
      ]),
    .testTarget(
      name: "ChartsTests", dependencies: ["Charts", "Stepping", "Tensors", "Diagnostics"],
      exclude: ["Golden"]),
    .testTarget(name: "SyntaxTests", dependencies: ["Syntax", "Diagnostics"]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Files", "Tensors", "Diagnostics"]),
    .testTarget(
      name: "LearnersTests", dependencies: ["Learners", "Optimization", "Tensors", "Diagnostics"]),
    .testTarget(
      name: "MultiLabelTests",
      dependencies: [
        "MultiLabel", "Learners", "Datasets", "Optimization", "Stepping", "Charts", "Tensors",
        "Diagnostics",
      ]),
    .testTarget(
      name: "MultiTaskTests",
      dependencies: [
        "MultiTask", "Learners", "Datasets", "Stepping", "Charts", "Tensors", "Diagnostics",
      ]),
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .testTarget(
      name: "NetworksTests",
      dependencies: [
        "CAllocationCount", "Networks", "Learners", "Datasets", "Files", "Stepping", "Charts",
        "StandardLibrary",
        "Runtime", "Syntax", "Autodiff", "Tensors", "Diagnostics",
      ]),
    .testTarget(
      name: "RuntimeTests",
      dependencies: ["StandardLibrary", "Runtime", "Syntax", "Tensors", "Diagnostics"]),
    .testTarget(
      name: "LanguageTests",
      dependencies: [
        "StandardLibrary", "Runtime", "Notebook", "Stepping", "Charts", "Syntax", "Tensors",
        "Diagnostics",
      ],
      exclude: ["Scripts"]),
    .testTarget(
      name: "NotebookTests",
      dependencies: [
        "Notebook", "StandardLibrary", "Runtime", "Syntax", "Files", "Tensors", "Diagnostics",
      ]),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "Shell", "Notebook", "StandardLibrary", "Runtime", "Syntax", "Files", "Diagnostics",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // Every access to a field would be looked up at run time; debug builds do.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
  ]
}
