namespace Scheduler.Core.Storage;

/// <summary>The names by which Kubernetes' storage parts talk to each other.</summary>
public static class StorageNames
{
    /// <summary>Annotation of a claim or volume: its class, in the old way.</summary>
    public const string BetaClass = "volume.beta.kubernetes.io/storage-class";

    /// <summary>Annotation of a claim: the volume controller has finished binding it.</summary>
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";

    /// <summary>Annotation of a claim or volume: the binding was chosen by the system and not by a user.</summary>
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";

    /// <summary>Annotation of a claim: the node that its volume is to be provisioned for.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>Annotation of a CSI node: the in-tree volume plugins whose work CSI drivers do there.</summary>
    public const string MigratedPlugins = "storage.alpha.kubernetes.io/migrated-plugins";

    /// <summary>The provisioner of classes whose volumes are made by hand.</summary>
    public const string NoProvisioner = "kubernetes.io/no-provisioner";

    /// <summary>Binding mode of a class: bind when the first pod that uses the claim is scheduled.</summary>
    public const string WaitForFirstConsumer = "WaitForFirstConsumer";

    /// <summary>Access mode of a claim: one pod in the whole cluster.</summary>
    public const string ReadWriteOncePod = "ReadWriteOncePod";

    /// <summary>Phase of a claim whose volume has gone.</summary>
    public const string Lost = "Lost";

    /// <summary>Phase of a volume that nobody has claimed.</summary>
    public const string Available = "Available";
}
