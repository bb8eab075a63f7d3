import { NoSchemaIntrospectionCustomRule, type ValidationRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Nobody reads more; finding them takes time. */
const MAX_ERRORS = 20;

/**
 * Validates documents. Unless `introspection` is on, nobody can read the schema, be it through introspection or through
 * what error messages suggest.
 */
export function validation(introspection: boolean): Plugin {
  const options = { maxErrors: MAX_ERRORS, hideSuggestions: !introspection };
  return {
    onValidate({ addValidationRule, setValidationFn }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules: ValidationRule[]) => validate(schema, document, rules, options));
    },
  };
}
