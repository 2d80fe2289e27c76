using System.Xml.Linq;
using Scheduler.Bench.Gate.Judging;
using Scheduler.Bench.Output;
using Scheduler.Bench.Statistics;

namespace Scheduler.Bench.Gate;

/// <summary>A gate's result as a test report: a case for everything that was compared; what is inconclusive is skipped.</summary>
internal static class JUnitXml
{
    public static XDocument Of(GateResult result)
    {
        XElement[] cases =
        [
            .. result.Exact.Select(check => Case(check.Workload, check.What, check.Verdict, $"base {check.Base}, head {check.Head}, may be {check.Limit}")),
            .. result.Times.Select(time => Case(time.Workload, "time", time.Record.Verdict, Text(time.Record))),
        ];
        return new(new XElement(
            "testsuites",
            new XElement(
                "testsuite",
                new XAttribute("name", "gate"),
                new XAttribute("tests", cases.Length),
                new XAttribute("failures", cases.Count(one => one.Element("failure") is not null)),
                new XAttribute("skipped", cases.Count(one => one.Element("skipped") is not null)),
                cases)));
    }

    private static XElement Case(string workload, string what, Verdict verdict, string message)
    {
        XElement test = new("testcase", new XAttribute("classname", workload), new XAttribute("name", what));
        if (verdict == Verdict.Fail) test.Add(new XElement("failure", new XAttribute("message", message)));
        if (verdict == Verdict.Inconclusive) test.Add(new XElement("skipped", new XAttribute("message", message)));
        return test;
    }

    private static string Text(TimeRecord record)
    {
        if (record.Base.Count == 0) return "no runs within the budget";
        Interval factor = TimeJudge.Factor(record.Head, record.Base);
        return $"head over base {Show.Number(factor.Estimate, 4)} [{Show.Number(factor.Low, 4)}, {Show.Number(factor.High, 4)}], {record.Base.Count} runs a side";
    }
}
