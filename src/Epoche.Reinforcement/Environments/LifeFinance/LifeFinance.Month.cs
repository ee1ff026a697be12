using Epoche.Simulation;

namespace Epoche;

/// <content>The rules of a month.</content>
public sealed partial class LifeFinance
{
    private const double Interest = 0.05 / 12, LateFee = 0.1, Match = 1.05, DepositCap = 19_000;
    internal const double LessonTax = 0.142 / 12, HonestTax = 0.142;
    private const double RentShare = 0.3, SaleCosts = 20_000; // of a foreclosure
    private const int LoanMonths = 30 * 12, MostLateMonths = 15;
    private const double LessonGrowth = 0.05 / 12, MarketMean = 0.065 / 12, LessonDeviation = 0.01;
    private const float InflationMean = 0.025f, InflationDeviation = 0.01f, MarketDeviation = 0.0433012702f; // the last is 15%/√12
    private const double RetirementMonths = 240, LeastConsumption = 0.05;

    /// <summary>The payment that amortizes a loan of 1 over its months.</summary>
    private static double PaymentOfOne { get; } = Amortization();

    private double Tax => _isLesson ? LessonTax : HonestTax;

    /// <summary>From a month's salary to the balances, in the order that the rules give.</summary>
    private void Spend(LifeShares shares)
    {
        _month = new() { Living = _life.Salary * _life.LivingShare };
        double rest = _life.Salary - _month.Living;

        _month.Advantaged = Math.Max(0, Math.Min(Math.Min(_life.Salary * shares.Advantaged, rest), _life.DepositLeft));
        _life.DepositLeft -= _month.Advantaged;
        _life.Advantaged += Whole(_month.Advantaged * Match);
        rest -= _month.Advantaged;

        _month.Tax = rest * Tax;
        rest -= _month.Tax;

        if (_life.Loan > 0)
        {
            _month.Home = Math.Min(_life.Salary * shares.Home, rest);
            PayHome();
            rest -= _month.Home;
        }

        _month.Taxable = rest * shares.Taxable;
        _life.Taxable += _month.Taxable;
        _month.Luxury = rest - _month.Taxable;
    }

    private void PayHome()
    {
        _life.Loan = Whole(_life.Loan - (_month.Home - (_life.Loan * Interest)));
        if (_life.Loan <= 0)
        {
            (_life.Loan, _life.Payment) = (0, 0);
        }
        else if (_month.Home < _life.Payment)
        {
            if (++_life.LateMonths > MostLateMonths)
            {
                Foreclose();
            }
            else
            {
                _life.Loan += LateFee * _life.Payment;
            }
        }
    }

    /// <summary>Half of the equity, less the costs, is paid out, and a rent is due for life. The lesson leaves the home's value.</summary>
    private void Foreclose()
    {
        _life.Taxable += Math.Max(0, ((_life.Home - _life.Loan) / 2) - SaleCosts);
        (_life.Loan, _life.Payment, _life.Foreclosed) = (0, 0, 1);
        _life.LivingShare += RentShare;
        if (!_isLesson)
        {
            _life.Home = 0;
        }
    }

    private void Invest(ref Rng rng)
    {
        double earned = _isLesson ? _life.MarketReturn : rng.NextNormal((float)MarketMean, MarketDeviation);
        double gain = _life.Taxable * earned, kept = _isLesson ? 1 - LessonTax : 1;
        _month.Luck = (earned - ExpectedReturn()) * (_life.Advantaged + (_life.Taxable * kept));
        _life.Advantaged += _life.Advantaged * earned;
        _life.Taxable += gain * kept;
        if (!_isLesson)
        {
            _life.UntaxedGain += gain;
        }
    }

    /// <summary>
    /// Of a dollar that is in the market this month. Where all months of a year have the return R, balances are large in the later ones
    /// because R is: after k months E[R·(1+R)^k] = (μ + σ²·k/(1+μ))·E[(1+R)^k] (Stein's lemma).
    /// </summary>
    private double ExpectedReturn()
    {
        int months = _isLesson ? (_life.Age + 11) % 12 : 0; // since it was drawn
        return MarketMean + (LessonDeviation * LessonDeviation * months / (1 + MarketMean));
    }

    private void BeginYear(ref Rng rng)
    {
        if (_isLesson)
        {
            Span<float> drawn = stackalloc float[2]; // one pair: growth, and the market's return of a month
            rng.FillNormal(drawn);
            double growth = LessonGrowth + (LessonDeviation * drawn[0]);
            _life.MarketReturn = MarketMean + (LessonDeviation * drawn[1]);
            _life.Salary = Whole(_life.Salary * (1 + growth));
            _month.Luck += _life.Home * (growth - LessonGrowth);
            _life.Home = Whole(_life.Home * (1 + growth));
            _life.DepositLeft = DepositCap;
            return;
        }

        double tax = HonestTax * Math.Max(0, _life.UntaxedGain), inflation = 1 + rng.NextNormal(InflationMean, InflationDeviation);
        _life.Taxable -= tax;
        _month.Tax += tax;
        _life.UntaxedGain = Math.Min(0, _life.UntaxedGain);
        _life.Salary *= inflation;
        _month.Luck += _life.Home * (inflation - 1 - InflationMean);
        _life.Home *= inflation;
        _life.Prices *= inflation;
        _life.DepositLeft = DepositCap * _life.Prices;
    }

    private double Utility(double aversion, bool isOver)
    {
        double unit = _life.FirstLiving * _life.Prices, utility = IsoelasticUtility.Of((_month.Living + _month.Luxury) / unit, aversion);
        if (isOver)
        {
            double later = Math.Max(LeastConsumption, _life.NetWorth / (RetirementMonths * unit));
            utility += RetirementMonths * IsoelasticUtility.Of(later, aversion);
        }

        return utility / Months;
    }

    /// <summary>The lesson cuts sums to whole dollars.</summary>
    private double Whole(double dollars) => _isLesson ? Math.Truncate(dollars) : dollars;

    private static double Amortization()
    {
        double grown = 1;
        for (int month = 0; month < LoanMonths; month++)
        {
            grown *= 1 + Interest;
        }

        return Interest * grown / (grown - 1);
    }
}
