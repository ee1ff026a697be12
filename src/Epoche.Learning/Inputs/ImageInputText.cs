namespace Epoche;

/// <summary>An <see cref="ImageInput"/> as the section <c>image</c> of <c>model.yaml</c>.</summary>
internal static class ImageInputText
{
    internal const string Key = "image";

    internal static void Write(YamlWriter yaml, ImageInput image)
    {
        using (yaml.Map(Key, "how a picture becomes the input, in this order"))
        {
            yaml.Value("channels", image.Channels, "1: grey; 3: red, green, blue");
            yaml.Value("inversion", Name(image.Inversion), $"{Names<ImageInversion>()}: where the border is light");
            yaml.Value("height", image.Height);
            yaml.Value("width", image.Width);
            yaml.Value("fit", Name(image.Fit), $"{Names<ImageFit>()}: of pictures in other proportions");
            yaml.Value("resampling", Name(image.Resampling), Names<ImageResampling>());
            yaml.Value("centring", Name(image.Centring), Names<ImageCentring>());
            yaml.Value("offset", image.Scaling.Offset, "input = (pixel - offset) / divisor, pixels from 0 to 255");
            yaml.Value("divisor", image.Scaling.Divisor);
            yaml.Value("flat", image.Flat, "one row of numbers");
        }
    }

    internal static ImageInput Read(ConfigMap map)
    {
        Bounds side = Bounds.Between(1, ImageInput.MostPixels);
        int channels = map.Int("channels", 1, Bounds.Between(1, 3));
        float divisor = map.Float("divisor", 255);
        return new()
        {
            Channels = channels != 2 ? channels : throw map.Error("channels", "must be 1 (grey) or 3 (red, green, blue); received 2"),
            Inversion = Choice<ImageInversion>(map, "inversion"),
            Height = map.RequiredInt("height", side),
            Width = map.RequiredInt("width", side),
            Fit = Choice<ImageFit>(map, "fit"),
            Resampling = Choice<ImageResampling>(map, "resampling"),
            Centring = Choice<ImageCentring>(map, "centring"),
            Scaling = new()
            {
                Offset = map.Float("offset", 0),
                Divisor = divisor != 0 ? divisor : throw map.Error("divisor", "must not be 0"),
            },
            Flat = map.Bool("flat", false),
        };
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Name));

    private static T Choice<T>(ConfigMap map, string key)
        where T : struct, Enum
    {
        string? name = map.TryGet(key, out ConfigNode? node) ? node.AsChoice([.. Enum.GetValues<T>().Select(Name)]) : null;
        return Enum.GetValues<T>().FirstOrDefault(value => Name(value) == name);
    }
}
