/// Documents that several tests read.
enum Sample {
  /// The example of the format: outputs, an error, an exercise with hint, check and solution.
  static let tutorial = """
    ---
    tandem: 1
    title: Two tasks, one trunk
    kind: tutorial
    seed: 7
    tol: 1e-6
    ---
    Prose. Run each cell with Enter.

    ```tandem id=fit tol=1e-3
    for i in 1:4 { print("epoch", i, " loss", 0.7 - 0.0173 * i) }
    ```

    ```output
    epoch 1  loss 0.6827
    ...
    epoch 3  loss 0.6481
    ```

    ```tandem
    ones([3, 4]) @ ones([3, 2])
    ```

    ```error
    ...
    ```

    ## Your turn

    ```tandem exercise=hamming
    loss = ___
    ```
    <details><summary>Hint</summary>

    Compare label by label, then take the mean.

    </details>

    ```tandem check=hamming
    assert abs(loss - 1/4) < 1e-9, "one of four labels differs, found {loss}"
    ```
    <details><summary>Solution</summary>

    ```tandem solution=hamming
    loss = mean([1,0,0,0] != [1,0,0,1])
    ```

    </details>
    <details><summary>Why</summary>

    One of four.

    </details>

    ```tandem id=end
    loss
    ```

    ```output
    0.25
    ```

    The end.

    """
}
