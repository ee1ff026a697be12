namespace Epoche.Cli.Recording;

/// <summary>An episode as a GIF.</summary>
internal static class EpisodeGif
{
    public static GifWriter Of(EpisodeFilm film, CancellationToken cancellation = default)
    {
        GifWriter gif = new(film.Width, film.Height);
        int left = film.FrameCount;
        foreach (Canvas frame in film.Frames())
        {
            cancellation.ThrowIfCancellationRequested();
            gif.Add(frame, --left == 0 ? TimeSpan.FromSeconds(1) : film.FrameDuration); // the end stays for a moment
        }

        return gif;
    }
}
