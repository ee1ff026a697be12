using System.Globalization;

namespace Epoche;

/// <summary>
/// A recorded episode as moving pictures: the game, and beside it the step, the return and, where they are known, the value of each action.
/// The same recording gives the same pictures.
/// </summary>
public sealed class EpisodeFilm
{
    private const double LeastFrameSeconds = 0.04; // 25 pictures per second look smooth, and every viewer keeps up

    private readonly EpisodeRecording _episode;
    private readonly IDrawable _game;
    private readonly Canvas _picture;
    private readonly EpisodePanel _panel;
    private readonly double[] _returns;
    private readonly int _stride;

    /// <summary>Prepares a film.</summary>
    /// <param name="episode">What happened.</param>
    /// <param name="game">Draws the game.</param>
    /// <param name="height">The pictures' height in pixels, 120 to 4,096; the width follows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="height"/> is out of its range.</exception>
    public EpisodeFilm(EpisodeRecording episode, IDrawable game, int height = 240)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(game);
        if (height is < 120 or > 4096)
        {
            throw new ArgumentOutOfRangeException(
                nameof(height), string.Create(CultureInfo.InvariantCulture, $"height is {height}; expected 120 to 4,096 pixels."));
        }

        (_episode, _game) = (episode, game);
        double aspect = episode.Steps[0].Picture is { } drawn ? (double)drawn.Width / drawn.Height : game.AspectRatio;
        _picture = new((int)Math.Round(height * Math.Clamp(aspect, 0.25, 4)), height);
        _panel = new(episode, game.ActionNames, scale: Math.Max(1, height / 240), height);
        (Width, Height) = (_picture.Width + _panel.Width, height);
        _stride = Math.Max(1, (int)Math.Round(LeastFrameSeconds / game.StepSeconds));
        FrameDuration = TimeSpan.FromSeconds(game.StepSeconds * _stride);
        FrameCount = ((episode.Steps.Count + _stride - 1) / _stride) + 1;
        _returns = new double[episode.Steps.Count + 1];
        for (int i = 0; i < episode.Steps.Count; i++)
        {
            _returns[i + 1] = _returns[i] + episode.Steps[i].Reward;
        }
    }

    /// <summary>The pictures' width in pixels.</summary>
    public int Width { get; }

    /// <summary>The pictures' height in pixels.</summary>
    public int Height { get; }

    /// <summary>How many pictures there are; the last shows the end of the episode.</summary>
    public int FrameCount { get; }

    /// <summary>
    /// How long each is shown so that the game runs at its own speed; at least about 0.04 s, for which fast games leave out steps.
    /// </summary>
    public TimeSpan FrameDuration { get; }

    /// <summary>Draws one picture.</summary>
    /// <param name="index">Which, 0 to <see cref="FrameCount"/> − 1.</param>
    /// <param name="canvas">What to draw on, <see cref="Width"/> × <see cref="Height"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public void Draw(int index, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        if ((uint)index >= (uint)FrameCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index),
                string.Create(CultureInfo.InvariantCulture, $"index is {index}; the film has the pictures 0 to {FrameCount - 1}."));
        }

        int step = Math.Min(index * _stride, _episode.Steps.Count);
        bool isLast = step == _episode.Steps.Count;
        if ((isLast ? _episode.LastPicture : _episode.Steps[step].Picture) is { } drawn)
        {
            _picture.Fit(drawn);
        }
        else
        {
            _game.Draw(isLast ? [.. _episode.Last] : _episode.Steps[step].Frame, _picture);
        }

        canvas.Draw(0, 0, _picture);
        _panel.Draw(canvas, _picture.Width, step, _returns[step]);
    }

    /// <summary>All pictures in order, on one canvas that each replaces: use a picture before going on to the next.</summary>
    public IEnumerable<Canvas> Frames()
    {
        Canvas canvas = new(Width, Height);
        for (int i = 0; i < FrameCount; i++)
        {
            Draw(i, canvas);
            yield return canvas;
        }
    }
}
