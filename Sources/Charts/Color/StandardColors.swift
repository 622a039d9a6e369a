/// The colour of the n-th series of a picture in the standard palette.
func seriesColor(_ number: Int) -> PaletteColor {
  Palette.okabe.series(number, on: .light) ?? Okabe.blue
}

/// Stops of cividis between which true colours lie, dark to light.
var sequentialStops: [String] { ColorRamp.cividis.stops }

/// Stops of PuOr between which true colours lie, purple to orange.
var divergingStops: [String] { ColorRamp.puor.stops }
