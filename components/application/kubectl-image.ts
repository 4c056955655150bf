/**
 * Image of the jobs that ask the API server for something: kubectl alone, without a shell.
 *
 * @see https://kubernetes.io/releases/download/#container-images
 */
export const kubectlImage = "registry.k8s.io/kubectl:v1.36.3";
