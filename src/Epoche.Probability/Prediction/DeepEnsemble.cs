using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Several networks of one description, each with initial weights of its own and, trained by <see cref="EnsembleTrainer"/>, an order of
/// batches of its own: where the data say little, they disagree (Lakshminarayanan et al. 2017, arXiv:1612.01474).
/// </summary>
/// <example>
/// <code>
/// DeepEnsemble ensemble = new([new Dense(128, Relu), new Dense(10)], [784], members: 5, seed: 1, output: Softmax);
/// </code>
/// </example>
public sealed class DeepEnsemble : Predictive
{
    internal const string KindName = "ensemble";
    internal const int MostMembers = 1024;

    private readonly Sequential[] _members;

    /// <summary>Builds the members.</summary>
    /// <param name="network">The layers of each; not built yet, and never built itself.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="members">How many, 1 to 1,024.</param>
    /// <param name="seed">Decides the initial weights; each member has a seed of its own under it.</param>
    /// <param name="output">Turns a network's outputs into what is predicted, such as <c>Ops.Softmax</c>. Default: nothing.</param>
    /// <exception cref="InvalidOperationException">The network is built already.</exception>
    /// <exception cref="ArgumentException">A layer cannot take the shape that reaches it, or there is none with parameters.</exception>
    public DeepEnsemble(Sequential network, Shape input, int members, ulong seed = 0, Func<Tensor, Tensor>? output = null)
        : this(Build(network ?? throw new ArgumentNullException(nameof(network)), input, members, seed), output)
    {
    }

    /// <summary>Makes an ensemble of networks that exist, such as those of several runs.</summary>
    /// <param name="members">The networks; all with the same layers.</param>
    /// <param name="output">Turns a network's outputs into what is predicted, such as <c>Ops.Softmax</c>. Default: nothing.</param>
    /// <exception cref="InvalidOperationException">A network is not built.</exception>
    /// <exception cref="ArgumentException">There is no network, or two have other shapes.</exception>
    public DeepEnsemble(IReadOnlyList<Sequential> members, Func<Tensor, Tensor>? output = null)
        : base(output)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count is 0 or > MostMembers)
        {
            throw new ArgumentException($"An ensemble has 1 to {MostMembers} members; received {members.Count}.", nameof(members));
        }

        Elements.RequireNoNull(members, nameof(members));
        IReadOnlyList<ParameterInfo> first = members[0].Parameters.Entries;
        for (int i = 1; i < members.Count; i++)
        {
            if (members[i].InputShape != members[0].InputShape || !members[i].Parameters.Entries.SequenceEqual(first))
            {
                throw new ArgumentException(
                    $"The members of an ensemble have the same layers; member {i} differs from member 0 in its input or its parameters.",
                    nameof(members));
            }
        }

        LastLayer.Find(members[0]);
        _members = [.. members];
    }

    /// <summary>The networks.</summary>
    public IReadOnlyList<Sequential> Members => _members;

    internal override Sequential Network => _members[0];

    /// <summary>
    /// The outputs of the members: draw i is that of member i mod their number. More samples than members repeat them, at no cost; any
    /// multiple of their number weighs all alike, and fewer samples take the first ones.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs have another shape than the networks take, or hold NaN or an infinity.</exception>
    public override Tensor Predict(Tensor x, int samples)
    {
        using SoleUse.Scope use = Enter();
        RequireInput(x);
        return Gather(x, samples, _members.Length, i => examples => Finish(_members[i].Compute(examples)));
    }

    internal static ulong SeedOf(ulong seed, int member)
    {
        Rng random = Rng.Stream(seed, "member", member);
        return random.NextUInt64();
    }

    internal static DeepEnsemble Load(PredictiveSource source)
    {
        int members = source.Description.RequiredInt("members", Bounds.Between(1, MostMembers));
        return new DeepEnsemble([.. Enumerable.Range(0, members).Select(i => source.BuildNetwork(Prefix(i)))], source.Output);
    }

    internal override PredictiveContent Describe(YamlWriter yaml)
    {
        yaml.Value("members", _members.Length);
        return new PredictiveContent(KindName, [.. _members.SelectMany((member, i) => member.Parameters.Entries.Select(
            entry => new SavedTensor(Prefix(i) + entry.Name, member.Parameters, entry)))]);
    }

    private protected override Tensor FeaturesOf(Tensor x) => Concat(1, [.. _members.Select(member => LastLayer.Features(member, x))]);

    private static string Prefix(int member) => $"member_{member}/";

    private static Sequential[] Build(Sequential network, Shape input, int members, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        CountChecks.AtLeast(1, members);
        CountChecks.AtMost(MostMembers, members);
        return !network.IsBuilt
            ? [.. Enumerable.Range(0, members).Select(i => network.Clone().Build(input, SeedOf(seed, i)))]
            : throw new InvalidOperationException("The network is built already; an ensemble builds its members from a description. "
                + "Of networks that exist it is made by new DeepEnsemble([first, second, …]).");
    }
}
