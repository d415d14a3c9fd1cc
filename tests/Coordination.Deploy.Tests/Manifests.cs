using k8s;
using k8s.Models;

namespace Coordination.Deploy.Tests;

/// <summary>The Kubernetes manifests, read strictly into the types of Kubernetes' own interface: an unknown kind, field or value is an error.</summary>
internal static class Manifests
{
    public const string Folder = "kubernetes/";

    /// <summary>What the kustomization is: no resource, but a list of them.</summary>
    public const string Kustomization = Folder + "kustomization.yaml";

    public static IReadOnlyList<(string File, IKubernetesObject<V1ObjectMeta> Thing)> All { get; } =
        [.. Deployment.Files(Folder, ".yaml").Where(file => file != Kustomization).SelectMany(file => Read(file).Select(thing => (file, thing)))];

    public static IEnumerable<T> Of<T>() => All.Select(one => one.Thing).OfType<T>();

    public static V1StatefulSet Servers { get; } = Of<V1StatefulSet>().Single();

    public static V1Job Migration { get; } = Of<V1Job>().Single();

    public static V1ConfigMap Settings { get; } = Of<V1ConfigMap>().Single();

    /// <summary>What runs, with the name of what runs it.</summary>
    public static IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods => [(Servers.Name(), Servers.Spec.Template), (Migration.Name(), Migration.Spec.Template)];

    private static IEnumerable<IKubernetesObject<V1ObjectMeta>> Read(string file)
    {
        try
        {
            return KubernetesYaml.LoadAllFromString(Deployment.Read(file), null, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>();
        }
        catch (Exception wrong) when (wrong is YamlDotNet.Core.YamlException or InvalidCastException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{file}: {wrong.Message} {wrong.InnerException?.Message}", wrong);
        }
    }
}
