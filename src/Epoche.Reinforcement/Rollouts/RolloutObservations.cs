using Epoche.Kernels;

namespace Epoche;

/// <summary>The observations of a rollout, one to a row: bytes where they are pixels, else float32.</summary>
internal sealed class RolloutObservations
{
    private const string NumbersKey = "observations", PixelsKey = "pixels";

    private readonly float[] _numbers;
    private readonly byte[] _pixels;
    private readonly int? _steps;
    private readonly int _width;

    public RolloutObservations(EnvironmentSpec spec, int rows)
    {
        (_steps, _width) = (spec.PixelSteps, spec.Observation.ElementCount);
        _numbers = _steps is null ? new float[rows * _width] : [];
        _pixels = _steps is null ? [] : new byte[rows * _width];
    }

    /// <exception cref="ArgumentException">A number is no pixel, though the environment promises it.</exception>
    public void Put(int row, ReadOnlySpan<float> observations)
    {
        if (_steps is not { } steps)
        {
            observations.CopyTo(_numbers.AsSpan(row * _width));
            return;
        }

        Span<byte> pixels = _pixels.AsSpan(row * _width, observations.Length);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = PixelByte.Of(observations[i], steps);
        }
    }

    public void Read(int row, Span<float> observation)
    {
        if (_steps is { } steps)
        {
            PixelKernels.Expand(_pixels.AsSpan(row * _width, _width), steps, observation);
        }
        else
        {
            _numbers.AsSpan(row * _width, _width).CopyTo(observation);
        }
    }

    public void Save(StateSaver to, int rows)
    {
        if (_steps is null)
        {
            to.Write<float>(NumbersKey, _numbers.AsSpan(0, rows * _width));
        }
        else
        {
            to.Write<byte>(PixelsKey, _pixels.AsSpan(0, rows * _width));
        }
    }

    /// <summary>Checks what <see cref="Load"/> reads.</summary>
    /// <exception cref="DataFormatException">They are not so many, or not finite.</exception>
    public void Require(StateLoader from, int rows)
    {
        if (_steps is not null)
        {
            from.RequireCount<byte>(PixelsKey, rows * _width);
            return;
        }

        from.RequireCount<float>(NumbersKey, rows * _width);
        if (!from.Array<float>(NumbersKey).All(float.IsFinite))
        {
            throw from.Mismatch(NumbersKey, "finite numbers", "others");
        }
    }

    public void Load(StateLoader from, int rows)
    {
        if (_steps is null)
        {
            from.Read(NumbersKey, _numbers.AsSpan(0, rows * _width));
        }
        else
        {
            from.Read(PixelsKey, _pixels.AsSpan(0, rows * _width));
        }
    }
}
