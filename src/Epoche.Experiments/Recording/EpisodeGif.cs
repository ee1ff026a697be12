namespace Epoche;

/// <summary>An episode as a GIF.</summary>
public static class EpisodeGif
{
    /// <summary>Draws an episode; its end stays for a second.</summary>
    /// <param name="film">The episode.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GifWriter Of(EpisodeFilm film, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(film);
        GifWriter gif = new(film.Width, film.Height);
        int left = film.FrameCount;
        foreach (Canvas frame in film.Frames())
        {
            cancellation.ThrowIfCancellationRequested();
            gif.Add(frame, --left == 0 ? TimeSpan.FromSeconds(1) : film.FrameDuration);
        }

        return gif;
    }
}
