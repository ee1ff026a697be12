namespace Epoche;

/// <summary>Collects the parameters that layers declare, and makes the slab in which they lie.</summary>
public sealed class ParameterBuilder
{
    private readonly List<ParameterInfo> _entries = [];
    private readonly List<(Parameter Parameter, Initializer Initializer, int FanIn)> _declared = [];
    private int _offset;

    internal ParameterBuilder()
    {
    }

    internal string Scope { get; set; } = string.Empty;

    /// <summary>What was declared so far.</summary>
    internal IReadOnlyList<ParameterInfo> Entries => _entries;

    /// <summary>What holds the tensors, in the order of <see cref="Entries"/>.</summary>
    internal Parameter[] Parameters => [.. _declared.Select(declared => declared.Parameter)];

    /// <summary>Declares a learned tensor.</summary>
    /// <param name="name">Unique within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its shape; for kernels the last axis is the output.</param>
    /// <param name="initializer">How it starts.</param>
    /// <param name="decay">Whether weight decay applies to it.</param>
    /// <param name="fanIn">How many inputs an output has, for initializers that ask; default: the product of all axes but the last.</param>
    public Parameter Add(string name, Shape shape, Initializer initializer, bool decay = true, int? fanIn = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(initializer);
        return Declare(name, shape, initializer, ParameterKind.Parameter, decay, fanIn);
    }

    /// <summary>Declares a tensor that is saved with the model but not learned.</summary>
    public Parameter AddBuffer(string name, Shape shape, Initializer initializer)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(initializer);
        return Declare(name, shape, initializer, ParameterKind.Buffer, decay: false, fanIn: null);
    }

    internal ParameterSlab ToSlab(ulong seed)
    {
        ParameterSlab slab = ToSlab();
        for (int i = 0; i < _declared.Count; i++)
        {
            ParameterInfo entry = _entries[i];
            Rng random = Rng.Stream(seed, "init/" + entry.Name);
            _declared[i].Initializer
                .Fill(slab.Values.Slice(entry.Offset, entry.Shape.ElementCount), new Fans(_declared[i].FanIn, entry.Shape), ref random);
        }

        return slab;
    }

    /// <summary>The slab with nothing but zeros, for whoever has the numbers already.</summary>
    internal ParameterSlab ToSlab()
    {
        ParameterSlab slab = new(_entries.ToArray());
        for (int i = 0; i < _declared.Count; i++)
        {
            _declared[i].Parameter.Bind(slab[i]);
        }

        return slab;
    }

    private Parameter Declare(string name, Shape shape, Initializer initializer, ParameterKind kind, bool decay, int? fanIn)
    {
        string full = Scope.Length == 0 ? name : $"{Scope}/{name}";
        if (_entries.Exists(e => e.Name == full))
        {
            throw new ArgumentException(
                $"The parameter '{full}' is declared twice; names within a layer, and layer names within a model, must be unique.",
                nameof(name));
        }

        if (shape.HasFreeAxis)
        {
            throw new ArgumentException(
                $"The parameter '{full}' {shape} would have a number for each step, and how many there are is free. Use layers that treat "
                + "all steps alike, or build the model for a fixed number of steps.", nameof(shape));
        }

        if (shape.ElementCount > Array.MaxLength - _offset)
        {
            throw new ArgumentException(
                $"With '{full}' {shape} the model has more than {Array.MaxLength} numbers, the most that one array holds.", nameof(shape));
        }

        Parameter parameter = new(full);
        _entries.Add(new ParameterInfo(full, shape, _offset, kind, decay));
        int outputs = shape.Rank == 0 ? 1 : shape[-1];
        _declared.Add((parameter, initializer, fanIn ?? (outputs == 0 ? 0 : shape.ElementCount / outputs)));
        _offset += shape.ElementCount;
        return parameter;
    }
}

/// <summary>A tensor that a layer declared.</summary>
public sealed class Parameter
{
    private readonly string _name;
    private Tensor? _tensor;

    internal Parameter(string name) => _name = name;

    /// <summary>The tensor, a handle on the model's slab.</summary>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public Tensor Tensor => _tensor ?? throw new InvalidOperationException(
        $"The parameter '{_name}' has no memory yet: build the model first (Build, or call it once).");

    internal void Bind(Tensor tensor) => _tensor = tensor;
}
