import Testing

@testable import Tensors

@Suite("Free memory")
struct SystemMemoryTests {
  @Test("fields of /proc/meminfo are found by name")
  func fields() {
    let text = "MemTotal:       16308568 kB\nMemFree: 1 kB\nMemAvailable:   12000000 kB\n"
    #expect(SystemMemory.field("MemAvailable:", of: text) == 12_000_000)
    #expect(SystemMemory.field("Swap:", of: text) == nil)
  }

  @Test("a control group without a limit says max")
  func noLimit() {
    #expect(SystemMemory.number("max\n") == nil)
    #expect(SystemMemory.number("1073741824\n") == 1_073_741_824)
  }

  @Test("what is free is some memory, and twice as much is refused")
  func refused() throws {
    let free = try #require(SystemMemory.freeBytes)
    #expect(free > 1 << 20)
    #expect(tensorError { try TensorMemory.check(Shape(free / 4)) }?.kind == .limit)
  }
}
