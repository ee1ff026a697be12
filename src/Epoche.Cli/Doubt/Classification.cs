using System.Globalization;

namespace Epoche.Cli.Doubt;

/// <summary>What was made of some images, for people, programs and eyes.</summary>
/// <param name="labels">The names of the classes.</param>
/// <param name="paths">The images' files.</param>
/// <param name="pictures">The images as the model sees them.</param>
/// <param name="prediction">What the networks say.</param>
/// <param name="verdicts">What the rule makes of it.</param>
internal sealed class Classification(
    IReadOnlyList<string> labels, string[] paths, PixelImage[] pictures, Prediction prediction, Verdict[] verdicts)
{
    public bool IsAnyRefused => verdicts.Any(verdict => verdict.IsRefused);

    /// <summary>One image with its histograms; several as a line each.</summary>
    public void Print(ShownWriter output)
    {
        string[] names = [.. paths.Select(Shown.Text)];
        string[] answers = [.. verdicts.Select(verdict => Shown.Text(Answers.Text(verdict, labels)))];
        int name = names.Max(path => path.Length), answer = answers.Max(text => text.Length);
        for (int i = 0; i < paths.Length; i++)
        {
            int best = prediction.Best()[i];
            string probability = Format.Accuracy(prediction.Mean.Values[(i * prediction.Classes) + best]);
            string likeliest = verdicts[i].IsRefused ? $"likeliest {labels[best]}, {probability}" : probability;
            string text = answers[i].PadRight(answer);
            output.WriteLine($"{names[i].PadRight(name)}  {text}  {likeliest}, doubt {Format.Small(verdicts[i].Doubt)}");
        }

        if (paths.Length == 1)
        {
            foreach (string line in HistogramText.Lines(labels, Histograms(0), verdicts[0].Classes))
            {
                output.WriteLine(line);
            }
        }
    }

    /// <summary>Draws each image with its histograms into a PNG file.</summary>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Draw(string directory)
    {
        NewFolder.Make(directory);
        List<string> files = [];
        // None of the images is overwritten, whichever folder it is in, and none of these where case does not count either.
        HashSet<string> taken = new(paths.Select(Path.GetFullPath), StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < paths.Length; i++)
        {
            string stem = PortableName.Of(Path.GetFileNameWithoutExtension(paths[i])), file = Path.Combine(directory, $"{stem}.png");
            for (int counter = 2; !taken.Add(Path.GetFullPath(file)); counter++)
            {
                file = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{stem}-{counter}.png"));
            }

            string title = $"{Path.GetFileName(paths[i])}: {Answers.Text(verdicts[i], labels)}";
            Canvas picture = HistogramPicture.Draw(pictures[i].ToCanvas(), title, labels, Histograms(i), verdicts[i].Classes);
            AtomicFile.Write(file, Png.Encode(picture));
            files.Add(file);
        }

        return files;
    }

    public string ToJson(string run, IReadOnlyList<string> files, IReadOnlyList<UnreadPicture> unread)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("run", PathText.Portable(run));
            json.WriteStartArray("images");
            for (int i = 0; i < paths.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("image", PathText.Portable(paths[i]));
                json.WriteBoolean("refused", verdicts[i].IsRefused);
                json.WriteString("answer", Answers.Text(verdicts[i], labels));
                json.WriteStartArray("classes");
                foreach (int c in verdicts[i].Classes)
                {
                    json.WriteStringValue(labels[c]);
                }

                json.WriteEndArray();
                json.Finite("doubt", verdicts[i].Doubt);
                json.WriteStartObject("probabilities");
                for (int c = 0; c < labels.Count; c++)
                {
                    json.Finite(labels[c], prediction.Mean.Values[(i * prediction.Classes) + c]);
                }

                json.WriteEndObject();
                json.WriteString("histograms", PathText.Portable(files[i]));
                json.WriteEndObject();
            }

            foreach (UnreadPicture picture in unread)
            {
                json.WriteStartObject();
                json.WriteString("image", PathText.Portable(picture.Path));
                json.WriteString("error", picture.Problem);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private float[][] Histograms(int image) =>
        [.. Enumerable.Range(0, prediction.Classes).Select(c => LogHistogram.Of(prediction.Probabilities, image, c))];
}
