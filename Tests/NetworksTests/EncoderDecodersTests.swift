import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

@Suite struct EncoderDecodersTests {
  @Test func `a decoder a head may have layers of its own`() throws {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: EncoderDecoders(
        encoder: [.dense(6), .activation(.relu)], decoder: [.dense(4)],
        decoders: [("kind", [.dense(7), .activation(.tanh), .dense(2)])]))
    let shapes = network.graph.parameters.filter { $0.name.hasSuffix("weights") }.map {
      "\($0.name) \($0.shape)"
    }
    #expect(
      shapes == [
        "encoder 1 weights [5, 6]", "decoder amount 1 weights [6, 4]", "head amount weights [4, 1]",
        "decoder sign 1 weights [6, 4]", "head sign weights [4, 1]",
        "decoder kind 1 weights [6, 7]",
        "decoder kind 3 weights [7, 2]", "head kind weights [2, 3]",
        "decoder tags 1 weights [6, 4]", "head tags weights [4, 3]",
      ])
    #expect(
      network.architecture.options.map { "\($0.name)=\($0.value)" } == [
        "encoder=[dense(6), relu]", "decoder=[dense(4)]",
        "decoders={kind: [dense(7), tanh, dense(2)]}",
      ])
  }

  @Test func `a decoder for no head is an error that names the heads`() throws {
    let failure = #expect(throws: Failure.self) {
      _ = try Network(
        inputShape: [5], heads: NetworkCases.heads,
        architecture: EncoderDecoders(encoder: [.dense(6)], decoders: [("sing", [.dense(2)])]))
    }
    #expect(
      failure?.message
        == "encoder_decoders: there is no head 'sing' for a decoder; heads are 'amount', 'sign', "
        + "'kind', 'tags'")
  }
}
