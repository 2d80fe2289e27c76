using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>A Job's pods carry its uid and name as labels, and its selector asks for the uid, unless its author chose his own.</summary>
public sealed class JobStrategy : ResourceStrategy
{
    public override void PrepareCreate(JsonObject document)
    {
        base.PrepareCreate(document);
        var spec = document.ChildOrNew("spec");
        if (spec.Flag("manualSelector")) return;
        var uid = document.Uid();
        var name = document.ObjectName();
        var labels = spec.ChildOrNew("template").Metadata().ChildOrNew("labels");
        foreach (var prefix in (string[])["batch.kubernetes.io/", ""])
        {
            labels[prefix + "controller-uid"] = uid;
            labels[prefix + "job-name"] = name;
        }
        spec.ChildOrNew("selector").ChildOrNew("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
        spec.TryAdd("manualSelector", false);
        document.Metadata()["labels"] ??= labels.DeepClone();
    }
}
