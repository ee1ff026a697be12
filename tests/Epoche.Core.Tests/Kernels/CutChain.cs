namespace Epoche.Core.Tests.Kernels;

/// <summary>
/// The sum that products promise, step by step: chains of fused multiply-adds between cuts, which are added with what rounding loses
/// (Dekker's fast two-sum, which needs the larger one first and so is another way to the same exact error).
/// </summary>
internal struct CutChain(float start)
{
    private float _chain = start, _total, _rest;
    private int _cuts;

    /// <summary>Steps between cuts: as few equal chains of at most 1,024 as there must be.</summary>
    public static int Steps(int k) => k <= 1024 ? Math.Max(k, 1) : (int)Math.Ceiling(k / Math.Ceiling(k / 1024.0));

    public void Step(float a, float b) => _chain = MathF.FusedMultiplyAdd(a, b, _chain);

    public void Cut()
    {
        if (_cuts++ == 0)
        {
            (_total, _chain) = (_chain, 0);
            return;
        }

        float sum = _total + _chain;
        _rest += MathF.Abs(_total) >= MathF.Abs(_chain) ? _chain - (sum - _total) : _total - (sum - _chain);
        (_total, _chain) = (sum, 0);
    }

    /// <summary>After a cut behind the last step.</summary>
    public readonly float Sum() => _cuts > 1 && !float.IsNaN(_rest) ? _total + _rest : _total;
}
