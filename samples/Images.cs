#:project ../src/Epoche.Images
// An image classifier: image folders, augmentation, a small convolutional network.  Run it:  dotnet run -c Release samples/Images.cs
using Epoche;
using static Epoche.Tensors.Ops;

// Synthetic digits as PNG files, one folder per class; with your own images, begin below.
string folder = Directory.CreateTempSubdirectory("epoche-digits-").FullName;
SavePictures(DrawnCharacters.Digits(4_000, seed: 1, flat: false), folder);

ImageFolder pictures = ImageFolder.Read(folder);
Console.WriteLine($"{pictures.Images.Count} pictures {pictures.Images.InputShape} of {pictures.Classes.Count} classes: "
    + $"{string.Join(" ", pictures.Classes)}");

Sequential net =
[
    new Conv2D(16, 5, Relu, strides: 2, padding: Padding.Same), new Conv2D(32, 3, Relu, strides: 2),
    new Flatten(), new Dense(64, Relu), new Dense(pictures.Classes.Count),
];
net.Build(pictures.Images.InputShape, seed: 1);
net.Info = new() { Labels = pictures.Classes, Image = pictures.Input }; // what the model file says of its classes and of pictures

// Every image is shifted and distorted a little, differently each time; the next batch is prepared during the current update.
ImageAugmentation augmentation = new(new() { Image = [28, 28, 1], Shift = 1, Rotation = 8, Scale = 0.1f, Elastic = 0.5f });
Batches batches = new(pictures.Images, new() { Size = 50, Seed = 1, Augmentation = augmentation, Prefetch = true });

const int epochs = 8;
Trainer trainer = new(
    new() { Optimizer = new Adam(Schedule.Linear(3e-3f, 1e-4f, steps: epochs * batches.Count)), Epochs = epochs, Seed = 1 },
    net.Parameters);
foreach (EpochReport report in trainer.Run(batches, batch => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean()))
{
    Console.WriteLine($"epoch {report.Epoch}  loss {report.Loss:F3}");
}

Directory.Delete(folder, recursive: true);
Accuracy accuracy = new();
net.Evaluate(DrawnCharacters.Digits(2_000, seed: 2, flat: false), SoftmaxCrossEntropy, [accuracy]);
Console.WriteLine($"other drawn digits right {100 * accuracy.Value:F1}%");

static void SavePictures(Dataset digits, string folder)
{
    for (int i = 0; i < digits.Count; i++)
    {
        string path = Path.Combine(folder, $"{digits.Target(i)[0]}", $"{i:D4}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] pixels = [.. digits.Input(i).Select(pixel => (byte)MathF.Round(255 * pixel))];
        File.WriteAllBytes(path, Png.Encode(new PixelImage(28, 28, 1, pixels)));
    }
}
