internal import Networks
internal import Runtime

extension StandardLibrary {
  /// Ways of weighing heads that have parameters; all are also known to `weights=` by name.
  static let taskWeightings: [Builtin] = [
    Builtin(
      "gradnorm",
      "Weights of heads that bring their gradients' norms in keeping with their speeds.",
      Parameter<Double>(
        "alpha", "how strongly slow heads are drawn forward; 0: all norms alike", default: 1.5,
        .nonnegative),
      details:
        "Every step draws w_t ‖∇L_t‖ at the last shared layer towards the mean of all heads times "
        + "r_t^alpha, r_t being the head's loss as a share of its first one, divided by the mean of "
        + "these shares; the weights sum to the number of heads. Chen, Badrinarayanan, Lee and "
        + "Rabinovich, GradNorm, ICML 2018.",
      examples: [
        Example("print(gradnorm())", prints: "gradnorm(alpha=1.5)"),
        Example(
          "net = hard_sharing(inputs=1, trunk=[dense(4), tanh], heads={a: regression(), b: binary()})\n"
            + "m = fit(net, [[0], [1], [2]], {a: [0, 1, 2], b: [0, 0, 1]}, epochs=2, "
            + "weights=gradnorm(alpha=1))\nprint(len(m.training.weights.a))",
          prints: "2"),
      ],
      body: { alpha in TaskWeightingObject(.gradNorm(alpha: alpha)) }),
    Builtin(
      "dwa", "Weights of heads by how slowly their losses fall.",
      Parameter<Double>(
        "temperature", "how even the weights are", default: 2, .positive),
      details:
        "After two epochs with weights 1, w_t is T times the softmax of r_t / temperature, r_t being "
        + "the loss of the last epoch divided by that of the one before. Liu, Johns and Davison, "
        + "End-to-End Multi-Task Learning with Attention, CVPR 2019.",
      examples: [Example("print(dwa(temperature=1))", prints: "dwa(temperature=1)")],
      body: { temperature in TaskWeightingObject(.averaging(temperature: temperature)) }),
  ]
}
