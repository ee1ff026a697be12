namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class CatchTests
{
    private const int Stay = 0, Left = 1, Right = 2;

    /// <summary>
    /// Ball in column 6, bar in cells 0 to 2: the bar goes right while the ball falls a row a step, and a
    /// second ball appears in the fifth step.
    /// </summary>
    [Fact]
    public void An_episode_goes_as_worked_out_by_hand()
    {
        Game game = new(8, bar: 0, ball: 6);
        for (int step = 1; step <= 4; step++)
        {
            Assert.Equal(new(0, false, false), game.Step(Right));
            Assert.Equal((step, step), (game.Bar, game.RowOf(6)));
            Assert.Equal(1, game.Balls);
        }

        Assert.Equal(new(0, false, false), game.Step(Right));
        Assert.Equal((5, 5, 2), (game.Bar, game.RowOf(6), game.Balls));
        int second = game.ColumnIn(row: 0);
        Assert.InRange(second, 0, 3); // 3 columns from the first one at least
        Assert.Equal(new(0, false, false), game.Step(Right));
        Assert.Equal(5, game.Bar); // held back by the edge
        Assert.Equal(new(1, false, false), game.Step(Stay));
        Assert.Equal((0, 1), (game.RowOf(6), game.Balls)); // the bar is drawn in front of what it has caught
        Assert.Equal(2, game.RowOf(second));
        Assert.Equal(new(0, false, false), game.Step(Left));
        Assert.Equal(3, game.RowOf(second));
    }

    [Fact]
    public void A_ball_beside_the_bar_costs_one_and_ends_the_episode()
    {
        Game game = new(8, bar: 2, ball: 5);
        for (int step = 1; step < 7; step++)
        {
            Assert.Equal(new(0, false, false), game.Step(Stay));
        }

        Assert.Equal(new(-1, true, false), game.Step(Stay));
        Assert.Equal(7, game.RowOf(5));
    }

    [Theory]
    [InlineData(8, 2, false)]
    [InlineData(8, 3, true)]
    [InlineData(8, 5, true)]
    [InlineData(8, 6, false)]
    [InlineData(16, 2, false)]
    [InlineData(16, 3, true)]
    [InlineData(16, 5, true)]
    [InlineData(16, 6, false)]
    public void The_bar_covers_three_columns(int size, int ball, bool covered)
    {
        Game game = new(size, bar: 3, ball);
        for (int step = 1; step < size - 1; step++)
        {
            game.Step(Stay);
        }

        Assert.Equal(new(covered ? 1 : -1, !covered, false), game.Step(Stay));
    }

    [Fact]
    public void A_large_board_holds_four_balls()
    {
        Game game = new(16, bar: 0, ball: 1);
        for (int step = 1; step < 15; step++)
        {
            game.Step(Stay);
        }

        Assert.Equal(3, game.Balls);
        Assert.Equal(1, game.Step(Stay).Reward);
        Assert.Equal(3, game.Balls); // the fourth lies behind the bar
        Assert.Equal([0, 5, 10], Enumerable.Range(0, 15).Where(row => game.ColumnIn(row) >= 0));
    }

    /// <summary>Of 8×8: at least 3 columns away. Of 16×16: 3 to 6. Every column allowed is drawn, and equally often.</summary>
    [Theory]
    [InlineData(8, 4, new[] { 0, 1, 7 })]
    [InlineData(8, 0, new[] { 3, 4, 5, 6, 7 })]
    [InlineData(16, 0, new[] { 3, 4, 5, 6 })]
    [InlineData(16, 8, new[] { 2, 3, 4, 5, 11, 12, 13, 14 })]
    public void The_next_ball_appears_within_its_distances(int size, int first, int[] allowed)
    {
        int[] counts = new int[size];
        const int games = 4000;
        for (int i = 0; i < games; i++)
        {
            Game game = new(size, bar: 0, first, seed: (ulong)i);
            for (int step = 0; step < 5; step++)
            {
                game.Step(Stay);
            }

            counts[game.ColumnIn(row: 0)]++;
        }

        Assert.Equal(allowed, Enumerable.Range(0, size).Where(column => counts[column] > 0));
        double expected = (double)games / allowed.Length;
        Assert.All(
            allowed, column => Assert.InRange(counts[column], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected))));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void An_episode_starts_with_one_ball_on_top_and_the_bar_anywhere_but_in_its_last_place(int size)
    {
        Catch game = new(size);
        float[] observation = new float[size * size];
        Rng rng = new(3);
        HashSet<int> bars = [], columns = [];
        for (int i = 0; i < 1000; i++)
        {
            game.Reset(ref rng, observation);
            bars.Add(Array.IndexOf(observation, 1f) - (size * (size - 1)));
            columns.Add(Array.IndexOf(observation, 0.5f));
            Assert.Equal((3, 1), (observation.Count(pixel => pixel == 1), observation.Count(pixel => pixel == 0.5f)));
        }

        Assert.Equal(Enumerable.Range(0, size - 3), bars.Order());
        Assert.Equal(Enumerable.Range(0, size), columns.Order());
    }

    /// <summary>
    /// The original stops once more than 500 steps have passed; until then a ball lands every fifth step from the 7th (15th) on: 99 (98).
    /// </summary>
    [Theory]
    [InlineData("Catch-8x8", 99)]
    [InlineData("Catch-16x16", 98)]
    public void The_time_limit_leaves_room_for_so_many_balls(string name, float best)
    {
        EnvironmentSpec spec = EnvironmentRegistry.Find(name).Spec;
        Assert.Equal((501, best), (spec.TimeLimit, spec.BestReturn));
    }

    [Fact]
    public void Other_sizes_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Catch(10));

    /// <summary>A game from a chosen start, read from the picture.</summary>
    private sealed class Game
    {
        private readonly Catch _game;
        private readonly int _size;
        private readonly float[] _observation;
        private Rng _rng;

        public Game(int size, int bar, int ball, ulong seed = 1)
        {
            (_game, _size, _rng, _observation) = (new(size), size, new(seed), new float[size * size]);
            int[] numbers = [bar, 0, 1, .. new int[(size / 5) + 1], ball, .. new int[size / 5]];
            _game.RestoreState([.. numbers.SelectMany(BitConverter.GetBytes)]);
        }

        public int Bar => Array.IndexOf(_observation, 1f) - (_size * (_size - 1));

        public int Balls => _observation.Count(pixel => pixel == 0.5f);

        public StepResult Step(int action) => _game.Step(action, ref _rng, _observation);

        /// <summary>The row of the ball in a column; 0 where there is none below the top.</summary>
        public int RowOf(int column) => Enumerable.Range(0, _size).LastOrDefault(row => _observation[(row * _size) + column] == 0.5f);

        public int ColumnIn(int row) => Array.IndexOf(_observation[(row * _size)..((row + 1) * _size)], 0.5f);
    }
}
