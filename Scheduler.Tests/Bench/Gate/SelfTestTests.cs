using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Gate.SelfTest;
using Scheduler.Bench.Generate;

namespace Scheduler.Tests.Bench.Gate;

public sealed class SelfTestTests
{
    private static readonly Thresholds Defaults = new();

    [Fact]
    public void Equal_runs_hardly_ever_fail_and_five_percent_are_found()
    {
        RunPool pool = Noise(200, spread: 0.02, drift: 0.02);
        ErrorRate equal = SelfTestCommand.Judge(pool, 0, 400, Defaults, new SeededRandom(1));
        ErrorRate slower = SelfTestCommand.Judge(pool, 0.05, 400, Defaults, new SeededRandom(2));
        Assert.True(equal.FailShare <= 0.01, $"{equal}");
        Assert.True(slower.FailShare >= 0.95, $"{slower}");
    }

    [Fact]
    public void What_noise_hides_is_inconclusive_and_not_a_pass()
    {
        ErrorRate slower = SelfTestCommand.Judge(Noise(200, spread: 0.3, drift: 0), 0.05, 100, Defaults, new SeededRandom(3));
        Assert.True(slower.InconclusiveShare > 0.5, $"{slower}");
        Assert.True(slower.PassShare < 0.2, $"{slower}");
    }

    [Fact]
    public void A_failure_that_fresh_runs_do_not_confirm_is_none()
    {
        // The first runs of head are slow, and never again.
        TimeRecord record = new TimeTrial(new SlowAtFirst(), 1, Defaults).Run()[0];
        Assert.NotEqual(Verdict.Fail, record.Verdict);
        Assert.True(record.ConfirmingRuns > 0);
    }

    private static RunPool Noise(int runs, double spread, double drift)
    {
        SeededRandom random = new(7);
        return new("noise", [.. Enumerable.Range(0, runs).Select(i => 10 + (drift * i / runs) + (spread * Normal()))]);

        // The sum of twelve even numbers is as good as normal.
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.Next(1_000_000) / 1e6) - 6;
    }

    private sealed class SlowAtFirst : ITimeSource
    {
        private readonly SeededRandom random = new(5);
        private int blocks;

        public (double Base1, double Head1, double Head2, double Base2) Next(int workload)
        {
            double slow = blocks++ < 5 ? 0.2 : 0;
            return (Value(), Value() + slow, Value() + slow, Value());
        }

        private double Value() => random.Next(1000) / 1e5;
    }
}
