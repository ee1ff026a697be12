using Epoche.Kernels;

namespace Epoche.Data;

/// <summary>
/// How one hand moves all that it writes: two quadratic waves, then width, slant and a turn. Works around the middle of the unit square.
/// </summary>
internal readonly struct Bend
{
    private readonly float _bow, _fan, _sag, _lift, _xx, _xy, _yx, _yy;

    /// <summary>Draws one by chance.</summary>
    public Bend(ref Rng random)
    {
        _bow = random.NextNormal(0, 0.12f);
        _fan = random.NextNormal(0, 0.25f);
        _sag = random.NextNormal(0, 0.12f);
        _lift = random.NextNormal(0, 0.3f);
        float width = 0.8f * ScalarMath.Exp(random.NextNormal(0, 0.26f));
        float slant = random.NextNormal(0.2f, 0.26f);
        (float sin, float cos) = ScalarMath.SinCos(random.NextNormal(0, 0.14f));

        // First width and slant, x' = width·x − slant·y (y points down), then the turn.
        (_xx, _xy) = (cos * width, (-cos * slant) - sin);
        (_yx, _yy) = (sin * width, (-sin * slant) + cos);
    }

    public (float X, float Y) Apply(float x, float y)
    {
        (float u, float v) = (x - 0.5f, y - 0.5f);
        float across = u + (_bow * ((4 * v * v) - 1)) + (_fan * u * v), down = v + (_sag * ((4 * u * u) - 1)) + (_lift * ((v * v) - 0.25f));
        return ((_xx * across) + (_xy * down), (_yx * across) + (_yy * down));
    }
}
