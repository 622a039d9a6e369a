internal import Diagnostics
internal import Runtime

extension InteractiveShell {
  func tutorial(_ name: String) throws {}
  func save(_ path: String) throws {}
  func open(_ path: String) throws {}
  func runOpened() throws {}
}
extension ProgramRunner {
  func check(_ files: [String]) -> Int32 { 1 }
  func record(_ files: [String]) -> Int32 { 1 }
}
struct TutorialShell {
  init(_ arguments: CommandLineArguments, display: DisplayOptions) {}
  func run(_ name: String?) -> Int32 { 1 }
}
