using System.Reflection;
using System.Reflection.Emit;

namespace Epoche.Architecture.Tests.Walk;

/// <summary>
/// Calls any public member with boxed arguments, also those that take spans, which reflection alone cannot give: arrays stand for them.
/// </summary>
internal static class Invoker
{
    private delegate object? Call(object? receiver, object?[] arguments);

    /// <summary>What the member returns; null where it returns nothing, or something that cannot be boxed.</summary>
    public static Func<object?, object?[], object?> For(MethodBase member)
    {
        DynamicMethod method = new(
            member.Name, typeof(object), [typeof(object), typeof(object?[])], typeof(Invoker).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        Type declaring = member.DeclaringType!;
        if (member is MethodInfo { IsStatic: false })
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(declaring.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, declaring);
        }

        System.Reflection.ParameterInfo[] parameters = member.GetParameters();
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            Load(il, i, type.IsByRef ? type.GetElementType()! : type);
            if (type.IsByRef)
            {
                LocalBuilder local = il.DeclareLocal(type.GetElementType()!);
                il.Emit(OpCodes.Stloc, local);
                il.Emit(OpCodes.Ldloca, local);
            }
        }

        if (member is ConstructorInfo constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
            Return(il, declaring);
        }
        else
        {
            MethodInfo called = (MethodInfo)member;
            il.Emit(called.IsStatic || declaring.IsValueType ? OpCodes.Call : OpCodes.Callvirt, called);
            Return(il, called.ReturnType);
        }

        Call call = method.CreateDelegate<Call>();
        return (receiver, arguments) => call(receiver, arguments);
    }

    private static void Load(ILGenerator il, int index, Type type)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
        if (type.IsByRefLike)
        {
            il.Emit(OpCodes.Call, Spans.ConverterTo(type));
        }
        else
        {
            il.Emit(type.IsValueType ? OpCodes.Unbox_Any : OpCodes.Castclass, type);
        }
    }

    private static void Return(ILGenerator il, Type type)
    {
        if (type.IsByRef)
        {
            type = type.GetElementType()!;
            il.Emit(OpCodes.Ldobj, type);
        }

        if (type == typeof(void) || type.IsByRefLike)
        {
            if (type.IsByRefLike)
            {
                il.Emit(OpCodes.Pop);
            }

            il.Emit(OpCodes.Ldnull);
        }
        else if (type.IsValueType)
        {
            il.Emit(OpCodes.Box, type);
        }

        il.Emit(OpCodes.Ret);
    }
}
