using Epoche.Kernels;

namespace Epoche;

/// <content>How an update is made: wholly, or not at all.</content>
public abstract partial class Optimizer
{
    /// <summary>Within this a slot is ordinary, and its largest magnitude need not be known; 2³².</summary>
    private const float Ordinary = 4294967296f;

    private readonly Dictionary<ParameterSlab, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);
    private UpdateBackup? _backup;

    /// <summary>Whether an update had to be made with a copy of everything beside.</summary>
    internal bool HasBackup => _backup is not null;

    /// <summary>One update of all learned parameters.</summary>
    /// <param name="slabs">Frozen ones are left as they are.</param>
    /// <param name="largestGradient">The largest magnitude of a gradient, or more; such as their norm.</param>
    /// <exception cref="NonFiniteException">A weight or a slot would become NaN or infinite; everything is as before.</exception>
    internal void Apply(ReadOnlySpan<ParameterSlab> slabs, double largestGradient)
    {
        foreach (ParameterSlab slab in slabs)
        {
            StateOf(slab).Cut(slab, decays);
        }

        if (IsSafe(largestGradient) || IsSafeNow(slabs, largestGradient))
        {
            UpdateAll(slabs);
        }
        else
        {
            UpdateWithBackup(slabs);
        }

        StepCount++;
        foreach (ParameterSlab slab in slabs)
        {
            StateOf(slab).CountUpdate();
        }
    }

    /// <summary>What it keeps of a slab.</summary>
    internal OptimizerState StateOf(ParameterSlab slab)
    {
        if (!_states.TryGetValue(slab, out OptimizerState? state))
        {
            _states[slab] = state = new OptimizerState(slab, _slots);
        }

        return state;
    }

    /// <summary>Slots were replaced from outside: how large their numbers are is not known.</summary>
    internal void ForgetLargest() => Array.Fill(_largest, double.PositiveInfinity);

    private bool IsSafe(double gradient)
    {
        _largest.CopyTo(_next, 0);
        if (!StaysFinite(gradient, _next, StepCount + 1))
        {
            return false;
        }

        _next.CopyTo(_largest, 0);
        return true;
    }

    /// <summary>The same, from how large the slots are instead of how large they may have become.</summary>
    private bool IsSafeNow(ReadOnlySpan<ParameterSlab> slabs, double gradient)
    {
        Array.Clear(_largest);
        foreach (ParameterSlab slab in slabs)
        {
            OptimizerState state = StateOf(slab);
            for (int i = 0; i < _slots; i++)
            {
                ReadOnlySpan<float> slot = state.Slots[i].Span;
                _largest[i] = Math.Max(
                    _largest[i], Reduce.IsBetween(slot, -Ordinary, Ordinary) ? Ordinary : Math.Max(Reduce.Max(slot), -Reduce.Min(slot)));
            }
        }

        return IsSafe(gradient);
    }

    private void UpdateAll(ReadOnlySpan<ParameterSlab> slabs)
    {
        foreach (ParameterSlab slab in slabs)
        {
            OptimizerState state = StateOf(slab);
            Span<float> gradients = slab.Gradients;
            foreach (CountedRange counted in state.Ranges)
            {
                ParameterRange range = counted.Range;
                Update(
                    slab.Values.Slice(range.Start, range.Count), gradients.Slice(range.Start, range.Count),
                    new Slots(state, in counted), StepCount + 1);
            }
        }
    }

    private void UpdateWithBackup(ReadOnlySpan<ParameterSlab> slabs)
    {
        ForgetLargest();
        _backup ??= new UpdateBackup();
        _backup.Take(slabs, this);
        try
        {
            UpdateAll(slabs);
            foreach (ParameterSlab slab in slabs)
            {
                RequireFinite(slab);
            }
        }
        catch
        {
            _backup.Restore(slabs, this);
            throw;
        }
    }

    private void RequireFinite(ParameterSlab slab)
    {
        OptimizerState state = StateOf(slab);
        foreach (CountedRange counted in state.Ranges)
        {
            for (int slot = -1; slot < _slots; slot++)
            {
                ReadOnlySpan<float> numbers = slot < 0 ? slab.Values : state.Slots[slot].Span;
                if (!Reduce.IsFinite(numbers.Slice(counted.Range.Start, counted.Range.Count)))
                {
                    throw NonFinite(
                        slab, counted, numbers, slot < 0 ? "the new value" : $"slot {slot + 1} of {GetType().Name} for the value");
                }
            }
        }
    }

    private NonFiniteException NonFinite(ParameterSlab slab, CountedRange range, ReadOnlySpan<float> numbers, string what)
    {
        for (int i = range.First; i < range.End; i++)
        {
            ParameterInfo entry = slab.Entries[i];
            foreach (float number in numbers.Slice(entry.Offset, entry.Shape.ElementCount))
            {
                if (!float.IsFinite(number))
                {
                    return new NonFiniteException(StepCount + 1, $"{what} of '{entry.Name}' {entry.Shape}", number);
                }
            }
        }

        throw new InvalidOperationException("All numbers are finite.");
    }
}
