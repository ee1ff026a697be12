using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// A life's savings, from 18 to 80 years of age, a month a step, 745 in all: how to divide each salary between a home loan, a
/// tax-advantaged and a taxable account, and luxury. LifeFinance-v0 follows a published lesson, LifeFinance-v1 is the same life with
/// honest finance; see <see cref="LifeFinanceRules"/>. Continuous actions, double precision.
/// <para>Observation <c>[7]</c>: age as a share of 80 years, then in millions of dollars monthly salary, home value, loan,
/// required payment, the tax-advantaged and the taxable balance. Action <c>[4]</c>: weights from 0 to 1 for home, tax-advantaged, taxable
/// and luxury, each divided by their sum + 0.6. Reward: the change of net worth in millions of dollars, or utility
/// (<see cref="LifeFinanceOptions.RiskAversion"/>). Terminates when the age is above 960 months, which is also the time limit.</para>
/// </summary>
public sealed partial class LifeFinance : IStatefulEnvironment
{
    /// <summary>The steps of an episode.</summary>
    public const int Months = LastMonth - FirstMonth + 1;

    internal const double Million = 1e6;

    private const int FirstMonth = 18 * 12, LastMonth = 80 * 12;
    private const double LowestPay = 40_000, HighestPay = 60_000, LowestHome = 1.5, HighestHome = 4, Borrowed = 0.9;

    private readonly LifeFinanceOptions _options;
    private readonly bool _isLesson;
    private LifeState _life;
    private LifeMonth _month;

    /// <summary>LifeFinance-v0, or one with other options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public LifeFinance(LifeFinanceOptions? options = null)
    {
        _options = (options ?? new()).Checked();
        _isLesson = _options.Rules == LifeFinanceRules.Lesson;
        Spec = _options.Spec();
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    internal static ObservationLayout Layout { get; } = ObservationLayout.Of(
        new("age", [1]), new("salary", [1]), new("home", [1]), new("loan", [1]), new("payment", [1]), new("advantaged", [1]),
        new("taxable", [1]));

    /// <summary>What comes beside a step, in dollars but for the last.</summary>
    internal static InformationSpec Numbers { get; } = InformationSpec.Of(
        "net worth", "living costs", "home payment", "tax-advantaged deposit", "taxable deposit", "luxury", "tax", "foreclosed", "luck");

    private const int LuckNumber = 8;

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        double pay = LowestPay + ((HighestPay - LowestPay) * rng.NextDouble());
        double home = Whole(pay * (LowestHome + ((HighestHome - LowestHome) * rng.NextDouble()))), loan = Whole(Borrowed * home);
        _life = new()
        {
            Age = FirstMonth,
            Salary = pay / 12,
            Home = home,
            Loan = loan,
            Payment = Whole(loan * PaymentOfOne),
            LivingShare = LifeShares.Living,
            DepositLeft = DepositCap,
            Prices = 1,
            FirstLiving = LifeShares.Living * pay / 12,
        };
        _month = default;
        if (_isLesson)
        {
            BeginYear(ref rng);
        }

        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        if (action.Values.Length != LifeShares.Count)
        {
            throw new ArgumentException(
                $"{Spec.Name}: an action is four weights, for home, tax-advantaged, taxable and luxury; received "
                + $"{(action.Values.IsEmpty ? $"the index {action.Index}" : $"{action.Values.Length} numbers")}.", nameof(action));
        }

        double before = _life.NetWorth;
        Spend(LifeShares.Of(action.Values, owes: _life.Payment > 0));
        Invest(ref rng);
        if (_life.Age % 12 == 0)
        {
            BeginYear(ref rng);
        }

        _life.Age++;
        bool isOver = _life.Age > LastMonth;
        Observe(observation);
        double reward = _options.RiskAversion is { } aversion ? Utility(aversion, isOver) : (_life.NetWorth - before) / Million;
        return new((float)reward, isOver, Truncated: false);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no room for the numbers.</exception>
    public void WriteInformation(Span<float> values)
    {
        Spec.Information.RequireRoom(values);
        values[0] = (float)_life.NetWorth;
        values[1] = (float)_month.Living;
        values[2] = (float)_month.Home;
        values[3] = (float)_month.Advantaged;
        values[4] = (float)_month.Taxable;
        values[5] = (float)_month.Luxury;
        values[6] = (float)_month.Tax;
        values[7] = (float)_life.Foreclosed;
        values[LuckNumber] = (float)_month.Luck;
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        new StateWriter(destination).WriteCopy(ref _life);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        LifeState life = default;
        reader.ReadCopy(ref life);
        reader.End();
        reader.Require(life.Age is >= FirstMonth and <= LastMonth && double.IsFinite(life.NetWorth) && life.Salary >= 0);
        (_life, _month) = (life, default);
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation[0] = (float)((double)_life.Age / LastMonth);
        observation[1] = (float)(_life.Salary / Million);
        observation[2] = (float)(_life.Home / Million);
        observation[3] = (float)(_life.Loan / Million);
        observation[4] = (float)(_life.Payment / Million);
        observation[5] = (float)(_life.Advantaged / Million);
        observation[6] = (float)(_life.Taxable / Million);
    }
}
