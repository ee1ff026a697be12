using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// What a model with several outputs gave: <c>model.Call(image, meta)["digit"]</c>, or
/// <c>(Tensor digit, Tensor angle) = model.Call(image, meta)</c>. A value like the tensors in it; up to 8 allocate nothing.
/// </summary>
public readonly struct ModelOutputs
{
    private readonly IReadOnlyList<ModelPort>? _ports;
    private readonly Few _few;
    private readonly Tensor[]? _many;

    internal ModelOutputs(IReadOnlyList<ModelPort> ports, ReadOnlySpan<Tensor> values)
    {
        _ports = ports;
        if (values.Length > Few.Count)
        {
            _many = values.ToArray();
        }
        else
        {
            values.CopyTo(_few);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _ports?.Count ?? 0;

    /// <summary>An output by its place, [batch, output…].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public Tensor this[int output]
    {
        get
        {
            CountChecks.Below(Count, output);
            return _many is null ? _few[output] : _many[output];
        }
    }

    /// <summary>An output by its name, [batch, output…].</summary>
    /// <exception cref="ArgumentException">No output has the name.</exception>
    public Tensor this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            for (int i = 0; i < Count; i++)
            {
                if (_ports![i].Name == name)
                {
                    return this[i];
                }
            }

            throw new ArgumentException($"No output is called '{name}'; the model has {string.Join(", ", _ports ?? [])}.", nameof(name));
        }
    }

    /// <summary>The two outputs of a model that has two, in their order.</summary>
    /// <exception cref="InvalidOperationException">It has more or fewer.</exception>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        Require(2);
        (first, second) = (this[0], this[1]);
    }

    /// <summary>The three outputs of a model that has three, in their order.</summary>
    /// <exception cref="InvalidOperationException">It has more or fewer.</exception>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        Require(3);
        (first, second, third) = (this[0], this[1], this[2]);
    }

    private void Require(int count)
    {
        if (Count != count)
        {
            throw new InvalidOperationException(
                $"The model has {Count} outputs ({string.Join(", ", _ports ?? [])}); {count} were asked for.");
        }
    }

    [InlineArray(Count)]
    private struct Few
    {
        internal const int Count = 8;
        private Tensor _first;
    }
}
