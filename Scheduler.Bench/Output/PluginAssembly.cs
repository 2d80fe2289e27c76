using System.Reflection;
using System.Runtime.Loader;
using Scheduler.Core.Framework;

namespace Scheduler.Bench.Output;

/// <summary>Loads plugins that were built apart from the scheduler.</summary>
/// <remarks>
/// A plugin is a public class that implements a moment of the framework and has a constructor that takes a <see cref="PluginContext"/>, or none at all. It
/// is switched on in a configuration, by its name, like any other.
/// </remarks>
public static class PluginAssembly
{
    /// <summary>The catalog with the plugins of these files behind those that it has.</summary>
    /// <exception cref="InputException">A file is no assembly, holds no plugin, or one that cannot be made.</exception>
    public static PluginCatalog With(PluginCatalog catalog, IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            PluginDescriptor[] found = Load(path);
            if (Array.Find(found, plugin => catalog.Find(plugin.Name) is not null) is { } twice)
                throw new InputException($"plugin \"{twice.Name}\" exists already", path);
            catalog = catalog.With(found);
        }

        return catalog;
    }

    private static PluginDescriptor[] Load(string path)
    {
        Type[] types;
        try
        {
            types = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path)).GetExportedTypes();
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException or TypeLoadException)
        {
            throw new InputException($"no assembly that can be loaded: {e.Message.TrimEnd('.')}", path);
        }

        PluginDescriptor[] plugins = [.. types.Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPlugin).IsAssignableFrom(type)).Select(type => Describe(type, path))];
        return plugins.Length > 0 ? plugins : throw new InputException("holds no public class that is a plugin", path);
    }

    private static PluginDescriptor Describe(Type type, string path)
    {
        if (type.GetConstructor([typeof(PluginContext)]) is null && type.GetConstructor([]) is null)
            throw new InputException($"{type.Name} needs a public constructor that takes a PluginContext, or nothing", path);
        return (PluginDescriptor)typeof(PluginAssembly).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [type.Name])!;
    }

    private static PluginDescriptor Of<T>(string name)
        where T : class, IPlugin => PluginDescriptor.Of(name, Make<T>);

    private static T Make<T>(PluginContext context) => typeof(T).GetConstructor([typeof(PluginContext)]) is { } constructor
        ? (T)constructor.Invoke([context])
        : Activator.CreateInstance<T>();
}
