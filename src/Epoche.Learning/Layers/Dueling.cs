namespace Epoche;

/// <summary>
/// Puts the value of a state and the advantages of its actions together (Wang et al. 2016, arXiv:1511.06581, eq. 9):
/// Q(s, a) = V(s) + A(s, a) − mean_a A(s, a). Input [batch, (1 + actions)·atoms], the value first; output [batch, actions], or
/// [batch, actions, atoms] where each value is a distribution of so many atoms. Where an agent says which actions are legal
/// (<see cref="LegalActions"/>), the mean is over those.
/// </summary>
public sealed class Dueling : Layer
{
    internal const string KindName = "dueling";

    private readonly int _actions, _atoms;
    private readonly float[] _mix; // eq. 9 as a matrix: [1 + actions, actions]; one product where its terms would be ten operations

    /// <summary>Makes the layer.</summary>
    /// <param name="actions">How many actions there are, at least 1.</param>
    /// <param name="atoms">Of how many numbers a value consists, at least 1: 1 is the value itself. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public Dueling(int actions, int atoms = 1)
    {
        CountChecks.AtLeast(1, actions);
        CountChecks.AtLeast(1, atoms);
        (_actions, _atoms) = (actions, atoms);
        _mix = atoms == 1 ? Mix(actions) : [];
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        int expected = (1 + _actions) * _atoms;
        if (input.Rank != 1 || input[0] != expected)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (dueling) takes a value and {_actions} advantages of {_atoms} each, so [{expected}]; received "
                + $"{input}.", nameof(input));
        }

        return _atoms == 1 ? [_actions] : [_actions, _atoms];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        int batch = x.Length(0);
        if (_atoms == 1 && LegalActions.Current is null)
        {
            return x.MatMul(Tensor.Wrap(_mix, [1 + _actions, _actions]));
        }

        Tensor all = x.Reshape(batch, 1 + _actions, _atoms), value = all.Slice(1, 0, 1), advantages = all.Slice(1, 1, _actions);
        Tensor q = value + advantages - Mean(advantages);
        return _atoms == 1 ? q.Reshape(batch, _actions) : q;
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("actions", _actions);
        options.Set("atoms", _atoms);
    }

    internal static Dueling Read(LayerOptions options) => new(options.Int("actions", 1, 1 << 24), options.Int("atoms", 1, 1 << 16));

    private static float[] Mix(int actions)
    {
        float[] mix = new float[(1 + actions) * actions];
        for (int action = 0; action < actions; action++)
        {
            mix[action] = 1;
            for (int other = 0; other < actions; other++)
            {
                mix[((1 + other) * actions) + action] = (other == action ? 1 : 0) - (1f / actions);
            }
        }

        return mix;
    }

    private Tensor Mean(Tensor advantages)
    {
        if (LegalActions.Current is not { } legal)
        {
            return advantages.Mean(1, keepAxes: true);
        }

        if (legal.Shape != [advantages.Length(0), _actions])
        {
            throw new InvalidOperationException(
                $"The layer '{Name}' (dueling) has {_actions} actions and a batch of {advantages.Length(0)}; the legal ones are "
                + $"{legal.Shape}.");
        }

        Tensor weights = legal / legal.Sum(1, keepAxes: true);
        return (advantages * weights.Reshape(advantages.Length(0), _actions, 1)).Sum(1, keepAxes: true);
    }
}
