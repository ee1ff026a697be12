namespace Epoche.Cli.Doubt;

/// <summary>Reads the pictures that are to be classified.</summary>
/// <param name="input">How a picture becomes the model's input.</param>
internal sealed class PictureReader(ImageInput input)
{
    /// <summary>Reads several: each is a picture or a reason.</summary>
    public (List<ReadPicture> Read, List<UnreadPicture> Unread) ReadAll(string[] paths)
    {
        List<ReadPicture> pictures = [];
        List<UnreadPicture> unread = [];
        foreach (string path in paths)
        {
            try
            {
                pictures.Add(Read(path));
            }
            catch (Exception exception) when (exception
                is CliException or DataFormatException or IOException or UnauthorizedAccessException)
            {
                unread.Add(new(path, exception.Message));
            }
        }

        return (pictures, unread);
    }

    private ReadPicture Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"There is no image '{path}'.", ExitCode.Failure);
        }

        float[] numbers = new float[input.InputShape.ElementCount];
        input.Apply(ImageFile.Read(path), numbers);
        return new(path, numbers);
    }
}

/// <summary>An image as the model takes it.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Input">The numbers.</param>
internal sealed record ReadPicture(string Path, float[] Input);

/// <summary>An image that has no answer because it could not be read.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Problem">Why; names the file.</param>
internal sealed record UnreadPicture(string Path, string Problem);
