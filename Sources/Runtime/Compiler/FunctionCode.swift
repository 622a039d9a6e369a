internal import Diagnostics

/// Where an instruction came from: the whole construct and its operands, for carets.
struct InstructionSite {
  var range: SourceRange
  var left: SourceRange?
  var right: SourceRange?

  init(_ range: SourceRange, left: SourceRange? = nil, right: SourceRange? = nil) {
    self.range = range
    self.left = left
    self.right = right
  }
}

/// A parameter of a compiled function.
struct CompiledParameter {
  let name: String
  let isOptional: Bool
  /// The name, with the default's text when there is one.
  let described: String
}

/// Where a closure takes a captured value from when it is made.
enum CaptureSource {
  case register(Int)
  case captured(Int)
  case itself
}

/// A range of instructions whose errors are caught.
struct ErrorHandler {
  let start: Int
  let end: Int
  let target: Int
  let register: Int
  /// Registers from here on were free when the `try` began.
  let firstTemporary: Int
}

/// The rows of a bracket literal.
struct BracketLayout {
  let rowCounts: [Int]
  let hasRows: Bool
}

/// The fields of a record literal; `nil` is a spread.
struct RecordLayout { let names: [String?] }

/// The pieces of an interpolated string.
struct StringLayout {
  enum Piece {
    case text(String)
    case value(FormatSpecification?)
  }

  let pieces: [Piece]
}

/// A loop of a cell that stands within no other, for telling how far it is.
struct LoopSite {
  /// `for i`.
  let title: String
  /// From the first instruction of a round to the jump back.
  let instructions: ClosedRange<Int>
  /// Its first hidden register.
  let hidden: Int
  /// Whether the hidden registers are those of a range.
  let isRange: Bool
}

/// The arguments of a call that uses keywords.
struct CallLayout {
  let positionalCount: Int
  let keywords: [String]
}

/// The steps of an indexing or an assignment; operands follow each other in registers.
struct PathLayout {
  /// Which operands a position has.
  enum Part {
    case value
    case slice(hasStart: Bool, hasStop: Bool, hasStep: Bool)
    case ellipsis
  }

  enum Step {
    case index([Part])
    case field(String)
  }

  let steps: [Step]
  let operandCount: Int
}

/// A compiled function or cell: instructions, constants, and what errors need to point at the text.
final class FunctionCode: @unchecked Sendable {
  let name: String?
  let parameters: [CompiledParameter]
  let requiredCount: Int
  let source: SourceText
  let range: SourceRange
  let instructions: UnsafeMutableBufferPointer<Instruction>
  let constants: UnsafeMutableBufferPointer<Register>
  /// How to enter the function.
  let target: UnsafeMutablePointer<CallTarget>
  let sites: [InstructionSite]
  let handlers: [ErrorHandler]
  let loops: [LoopSite]
  let children: [FunctionCode]
  let captures: [CaptureSource]
  let captureNames: [String]
  /// The names of a function's first registers.
  let variableNames: [String]
  /// How many of the top-level variables are registers of this code; `nil` in a function.
  let variableCount: Int?
  let names: [String]
  let brackets: [BracketLayout]
  let records: [RecordLayout]
  let strings: [StringLayout]
  let calls: [CallLayout]
  let paths: [PathLayout]

  init(_ builder: CodeBuilder) {
    name = builder.name
    parameters = builder.parameters
    requiredCount = builder.parameters.filter { !$0.isOptional }.count
    source = builder.source
    range = builder.range
    instructions = .allocate(capacity: builder.instructions.count)
    _ = instructions.initialize(from: builder.instructions)
    InstructionPair.join(instructions)
    constants = .allocate(capacity: max(builder.constants.count, 1))
    constants.initialize(repeating: .undefined)
    for (index, value) in builder.constants.enumerated() { constants[index] = Register(value) }
    target = .allocate(capacity: 1)
    sites = builder.sites
    handlers = builder.handlers
    loops = builder.loops
    children = builder.children
    captures = builder.captures
    captureNames = builder.captureNames
    variableNames = builder.variableNames
    variableCount = builder.variableCount
    names = builder.names
    brackets = builder.brackets
    records = builder.records
    strings = builder.strings
    calls = builder.calls
    paths = builder.paths
    // Both buffers hold at least one element: every function ends with an instruction.
    if let first = instructions.baseAddress, let constant = constants.baseAddress {
      target.initialize(
        to: CallTarget(
          instructions: first, constants: constant, registerCount: builder.registerLimit,
          parameterCount: parameters.count, clearedCount: builder.clearedCount))
    }
  }

  deinit {
    target.deallocate()
    for constant in constants { constant.release() }
    constants.deallocate()
    instructions.deallocate()
  }
}
