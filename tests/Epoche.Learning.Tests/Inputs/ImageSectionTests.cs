namespace Epoche.Learning.Tests.Inputs;

/// <summary>The section <c>image</c> as people edit it.</summary>
public sealed class ImageSectionTests : IDisposable
{
    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "fixtures", "models", "image");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("  height: 2\n", "", "model.yaml:7: the key 'height' is missing in 'image'")]
    [InlineData("height: 2", "height: 0", "model.yaml:9: image.height must be between 1 and 4096; received 0")]
    [InlineData("height: 2", "height: 5000", "model.yaml:9: image.height must be between 1 and 4096; received 5000")]
    [InlineData("height: 2", "height: 2.5", "model.yaml:9: image.height must be a whole number; received 2.5")]
    [InlineData("channels: 1", "channels: 2", "model.yaml:7: image.channels must be 1 (grey) or 3 (red, green, blue); received 2")]
    [InlineData("channels: 1", "channels: 4", "model.yaml:7: image.channels must be between 1 and 3; received 4")]
    [InlineData(
        "inversion: auto",
        "inversion: automatic",
        "model.yaml:8: image.inversion must be one of none, auto, always; received automatic")]
    [InlineData("inversion: auto", "inversion: 1", "model.yaml:8: image.inversion must be one of none, auto, always; received 1")]
    [InlineData("fit: crop", "fit: cover", "model.yaml:11: image.fit must be one of stretch, pad, crop; received cover")]
    [InlineData(
        "resampling: bilinear",
        "resampling: lanczos",
        "model.yaml:12: image.resampling must be one of area, bilinear, bicubic; received lanczos")]
    [InlineData("centring: mass", "centring: [mass]", "model.yaml:13: image.centring must be one of none, mass; received a list")]
    [InlineData("offset: 127.0", "offset: .inf", "model.yaml:14: image.offset must be a number; received .inf")]
    [InlineData("divisor: 128.0", "divisor: 0", "model.yaml:15: image.divisor must not be 0")]
    [InlineData("divisor: 128.0", "divisor: .nan", "model.yaml:15: image.divisor must be a number; received .nan")]
    [InlineData("flat: true", "flat: maybe", "model.yaml:16: image.flat must be true or false; received maybe")]
    [InlineData(
        "labels:",
        "preprocessing: { divisor: 255 }\nlabels:",
        "model.yaml:17: preprocessing must be left out beside image, whose offset and divisor scale pictures")]
    public void A_section_that_cannot_be_is_refused_where_it_is_wrong(string right, string wrong, string expected) =>
        Assert.EndsWith($"; found {expected}", Error(right, wrong), StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_key_is_named_with_the_nearest()
    {
        string error = Error("centring: mass", "centering: mass");

        Assert.Contains("model.yaml:13: unknown key 'image.centering'; did you mean 'centring'?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("width: 2", "width: 3", "[6]")]
    [InlineData("flat: true", "flat: false", "[2, 2, 1]")]
    [InlineData("channels: 1", "channels: 3", "[12]")]
    public void Pictures_that_do_not_fit_the_layers_are_refused(string right, string wrong, string shape)
    {
        string error = Error(right, wrong);

        Assert.StartsWith("model.yaml: layers: expected layers that fit each other; ", error, StringComparison.Ordinal);
        Assert.Contains($"Info.Image gives {shape}; the model takes [4]. Set its height, width", error, StringComparison.Ordinal);
    }

    /// <summary>What is left out has its default, and the section may be added by hand to a model of an earlier version.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void A_section_by_hand_needs_no_more_than_the_size(int version)
    {
        string[] lines = File.ReadAllLines(Path.Combine(s_golden, "model.yaml"));
        int image = Array.FindIndex(lines, line => line.StartsWith("image:", StringComparison.Ordinal));
        int end = Array.FindIndex(lines, image + 1, line => !line.StartsWith(' '));
        string[] edited = [.. lines[..image], "image: { height: 2, width: 2, flat: true }", .. lines[end..]];

        Sequential model = Sequential.Load(Copy(string.Join('\n', edited).Replace("version: 3", $"version: {version}")));

        Assert.Equal(new ImageInput { Height = 2, Width = 2, Flat = true }, model.Info.Image);
    }

    private string Error(string right, string wrong)
    {
        string text = File.ReadAllText(Path.Combine(s_golden, "model.yaml")).ReplaceLineEndings("\n");
        Assert.Contains(right, text, StringComparison.Ordinal);
        string folder = Copy(text.Replace(right, wrong, StringComparison.Ordinal));

        DataFormatException error = Assert.Throws<DataFormatException>(() => Sequential.Load(folder));

        return error.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    private string Copy(string description)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "model.yaml"), description);
        File.Copy(Path.Combine(s_golden, "weights.safetensors"), Path.Combine(_folder.Path, "weights.safetensors"));
        return _folder.Path;
    }
}
