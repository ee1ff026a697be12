using Epoche.Tensors;

namespace Epoche.Learning.Tests.Inputs;

/// <summary>The section <c>image</c> of a saved model: it must mean the same for ever.</summary>
public sealed class GoldenImageModelTests : IDisposable
{
    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "fixtures", "models", "image");

    private static ImageInput Expected => new()
    {
        Height = 2,
        Width = 2,
        Fit = ImageFit.Crop,
        Resampling = ImageResampling.Bilinear,
        Inversion = ImageInversion.Auto,
        Centring = ImageCentring.Mass,
        Scaling = new() { Offset = 127, Divisor = 128 },
        Flat = true,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// By hand: a dot of 87 on white paper of 6 × 4. Inverted it is 168 on 0, in the last row and the last but one column. The 4 columns in
    /// the middle are kept; two in place of four gives the dot 3/8 of the weight across, where the triangle reaches over the edge of what
    /// is kept, and 3/7 down: 27, which centring moves to the first corner. (27 − 127)/128 is −0.78125, the others are −0.9921875, and the
    /// outputs −0.78125 · 0.5 − 0.9921875 · (0.25 − 0.5 + 1) + 0.125 and 0.78125 − 0.9921875 · (0.5 + 2 + 0.25) − 0.25.
    /// </summary>
    [Fact]
    public void A_saved_model_takes_pictures_as_it_did()
    {
        Sequential model = Sequential.Load(s_golden);

        ImageInput image = model.Info.Image!;
        Assert.Equal(Expected, image);
        Assert.Equal(["no", "yes"], model.Info.Labels);
        byte[] pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i == 22 ? 87 : 255))];
        Assert.Equal([27, 0, 0, 0], image.Prepare(new(6, 4, 1, pixels)).Pixels);
        Assert.Equal([-1.009765625f, -2.197265625f], model.Call(image.ToTensor(new PixelImage(6, 4, 1, pixels))).ToArray());
    }

    [Fact]
    public void It_is_saved_as_it_was()
    {
        Sequential model = Sequential.Load(s_golden);

        model.Save(_folder.Path);

        foreach (string name in (string[])["model.yaml", "weights.safetensors"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(s_golden, name)), File.ReadAllBytes(Path.Combine(_folder.Path, name)));
        }
    }
}
