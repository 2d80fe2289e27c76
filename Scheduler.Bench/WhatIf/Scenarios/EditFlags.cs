using System.Globalization;
using Scheduler.Bench.Output;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>Reads the edits that are written as options.</summary>
internal static class EditFlags
{
    public const string Zone = "topology.kubernetes.io/zone";
    public const string Rack = "rack";

    /// <summary>All edits of a command line, in a fixed order: what goes first, then what changes, then what comes.</summary>
    /// <exception cref="InputException">One cannot be read.</exception>
    public static Edit[] Read(WhatIfOptions options, KubeReader reader) =>
    [
        .. options.LoseZone.Select(zone => Lose(Zone, zone, "--lose-zone")),
        .. options.LoseRack.Select(rack => Lose(Rack, rack, "--lose-rack")),
        .. options.Remove.Select(text => new RemoveNodes(Nodes(text, "--remove"))),
        .. options.Cordon.Select(text => new Cordon(Nodes(text, "--cordon"), true)),
        .. options.Drain.Select(text => new Drain(Nodes(text, "--drain"), options.RespectBudgets)),
        .. options.Taint.Select(ReadTaint),
        .. options.Label.Select(ReadLabel),
        .. options.SetRequests.Select(ReadRequests),
        .. options.SetPriority.Select(ReadPriority),
        .. options.AddNodes.Select(ReadNodes),
        .. options.AddPods.Select(text => ReadPods(text, reader)),
    ];

    /// <summary><c>key=value:effect</c>, as kubectl writes taints.</summary>
    public static Taint Taint(string text, string where)
    {
        (string key, string effect) = Cut(text, ':');
        (key, string value) = Cut(key, '=');
        if (key.Length == 0 || effect is not ("" or "NoSchedule" or "PreferNoSchedule" or "NoExecute"))
            throw new InputException($"\"{text}\" is no taint: write key=value:NoSchedule, PreferNoSchedule or NoExecute", where);
        return new(key, value, effect);
    }

    private static RemoveNodes Lose(string label, string value, string option) =>
        new(new([], SelectorText.Parse($"{label}={value}", $"{option} {value}"), $"{option} {value}"), $"{(label == Zone ? "zone" : "rack")} {value}");

    /// <summary>A name, a pattern, or a selector where there is an operator of selectors.</summary>
    private static NodeChoice Nodes(string text, string option) => text.AsSpan().ContainsAny("=!, (")
        ? new([], SelectorText.Parse(text, $"{option} {text}"), $"{option} {text}")
        : new([text], null, $"{option} {text}");

    private static SetTaints ReadTaint(string text)
    {
        (string nodes, string taint) = CutLast(text, "--taint", "NODES key=value:effect");
        bool removes = taint.EndsWith('-');
        Taint one = Taint(removes ? taint[..^1] : taint, "--taint");
        if (!removes && one.Effect.Length == 0) throw new InputException($"\"{taint}\" has no effect: write key=value:NoSchedule", "--taint");
        return new(Nodes(nodes, "--taint"), removes ? [] : [one], removes ? [one] : []);
    }

    private static SetLabels ReadLabel(string text)
    {
        (string nodes, string label) = CutLast(text, "--label", "NODES key=value or NODES key-");
        if (label.EndsWith('-')) return new(Nodes(nodes, "--label"), StringMap.Empty, [label[..^1]]);
        (string key, string value) = Cut(label, '=');
        return new(Nodes(nodes, "--label"), StringMap.Of((key, value)), []);
    }

    private static SetRequests ReadRequests(string text)
    {
        (string pods, string amounts) = CutLast(text, "--set-requests", "NAMESPACE/PODS cpu=2,memory=1Gi");
        List<KeyValuePair<string, Quantity>> requests = [];
        foreach (string pair in amounts.Split(','))
        {
            (string name, string amount) = Cut(pair, '=');
            if (!Quantity.TryParse(amount, out Quantity quantity)) throw new InputException($"{name}: \"{amount}\" is not a quantity", "--set-requests");
            requests.Add(new(name, quantity));
        }

        return new(Pods(pods, "--set-requests"), "", ResourceList.From(requests), new Dictionary<string, double>(), InPlace: false);
    }

    private static SetPriority ReadPriority(string text)
    {
        (string pods, string number) = CutLast(text, "--set-priority", "NAMESPACE/PODS 1000");
        return new(Pods(pods, "--set-priority"), Number(number, int.MinValue, "--set-priority"), InPlace: true);
    }

    private static AddNodes ReadNodes(string text)
    {
        (string like, int count) = Times(text, "--add-nodes");
        return new(new([like], null, $"--add-nodes {text}"), count, "", StringMap.Empty);
    }

    private static AddPods ReadPods(string text, KubeReader reader)
    {
        bool counted = text.LastIndexOf(':') > 0;
        (string file, int count) = counted ? Times(text, "--add-pods") : (text, 1);
        return new(ManifestReader.ReadFile(file, reader), counted ? count : null, file);
    }

    private static PodChoice Pods(string text, string option) => new([text], null, $"{option} {text}");

    /// <summary><c>WHAT:3</c>; one where no number is written.</summary>
    private static (string What, int Count) Times(string text, string option)
    {
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, 1) : (text[..colon], Number(text[(colon + 1)..], 1, option));
    }

    private static int Number(string text, int least, string option) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new InputException($"\"{text}\" is no whole number{(least > int.MinValue ? $" of at least {least}" : "")}", option);

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at) is int i and >= 0 ? (text[..i], text[(i + 1)..]) : (text, "");

    /// <summary>At the last space: selectors may hold others.</summary>
    private static (string Before, string After) CutLast(string text, string option, string form) =>
        text.LastIndexOf(' ') is int i and > 0 ? (text[..i], text[(i + 1)..]) : throw new InputException($"\"{text}\" is not '{form}'", option);
}
