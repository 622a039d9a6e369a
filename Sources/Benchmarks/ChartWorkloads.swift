extension Workload {
  /// A line chart as text of 80 × 24 cells, against plotext; what is drawn differs, so that no figure
  /// is common to both.
  static let charts: [Workload] = ["1e4", "1e6"].map { points in
    Workload(
      name: "chart_\(points)",
      subject: .program(
        Program(
          setup: "y = read_npy(data + \"/chart.npy\")[0:\(points)]",
          body: "drawn = text(plot(y, width=80, height=20))", check: "len(drawn)", repeats: 5)),
      peers: [
        Peer(name: "plotext", command: .packages("chart.py", ["\(points)"]), target: 0.05)
      ], threads: 1, files: .peers)
  }
}
